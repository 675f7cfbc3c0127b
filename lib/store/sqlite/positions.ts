import { snapToGrid } from '#lib/geo/snap.ts'
import type { Opened } from '#lib/store/opened.ts'
import type { Fix, Position, PositionChange, PositionStore } from '#lib/store/positions.ts'
import type { Schema } from '#lib/sqlite/open-database.ts'
import { openTables } from '#lib/store/sqlite/open-tables.ts'

/** The table of positions. */
export const POSITION_SCHEMA: Schema = {
  name: 'positions',
  steps: [
    `create table positions (
       device text primary key, lat real not null, lng real not null, time real not null) strict, without rowid`,
    // Their owners are unknown, so they are useless.
    `delete from positions; alter table positions add column person text not null default ''`,
    `create index positions_by_person on positions (person, device)`,
    `alter table positions add column doubt text`,
    `alter table positions add column cell_lat real;
     alter table positions add column cell_lng real;
     alter table positions add column accuracy real;
     create index positions_by_time on positions (time, device)`,
  ],
}

/** A row of the table of positions. */
export interface PositionRow {
  readonly device: string
  readonly lat: number
  readonly lng: number
  /** Null in rows of an older version. */
  readonly cell_lat: number | null
  readonly cell_lng: number | null
  readonly accuracy: number | null
  readonly time: number
  readonly person: string
  /** JSON of a fix. */
  readonly doubt: string | null
}

/** The query for positions by a JSON array of devices. */
export const POSITIONS_BY_DEVICE = 'select * from positions where device in (select value from json_each(?))'

/**
 * Opens the position store in the file behind `sqlite:<path>`.
 *
 * @throws {StartError} when the file cannot be used.
 */
export function openSqlitePositionStore(url: string): Opened<PositionStore> {
  const { db, write, read, close } = openTables(url, POSITION_SCHEMA)
  const allQuery = db.query<PositionRow, [string]>(POSITIONS_BY_DEVICE)
  const advance = db.query(
    `insert into positions (device, lat, lng, cell_lat, cell_lng, accuracy, time, person, doubt)
     values ($device, $lat, $lng, $cellLat, $cellLng, $accuracy, $time, $person, $doubt) on conflict (device) do update
     set lat = excluded.lat, lng = excluded.lng, cell_lat = excluded.cell_lat, cell_lng = excluded.cell_lng,
       accuracy = excluded.accuracy, time = excluded.time, person = excluded.person, doubt = excluded.doubt
     where excluded.time > time`,
  )
  const keepDoubt = db.query('update positions set doubt = ? where device = ?')
  const agedQuery = db.query<{ device: string }, [number, number, string, number]>(
    'select device from positions where time > ? and time <= ? and device > ? order by device limit ?',
  )
  const personQuery = db.query<PositionRow, [string]>(
    'select * from positions where person = ? order by device',
  )
  const remove = db.query(
    'delete from positions where person = $person and ($device is null or device = $device)',
  )

  function change({ device, position, doubt }: PositionChange): void {
    const doubtText = doubt === undefined ? null : JSON.stringify(doubt)
    if (position === undefined) {
      keepDoubt.run(doubtText, device)
      return
    }
    const { at, cell, accuracyMeters, timeMs, person } = position
    advance.run({
      device,
      lat: at.lat,
      lng: at.lng,
      cellLat: cell.lat,
      cellLng: cell.lng,
      accuracy: accuracyMeters ?? null,
      time: timeMs,
      person,
      doubt: doubtText,
    })
  }

  return {
    async findAll(devices) {
      return read(() => allQuery.all(JSON.stringify(devices))).map(positionOf)
    },
    async write(changes) {
      if (changes.length === 0) return
      await write(() => {
        for (const each of changes) change(each)
      })
    },
    async aged({ afterMs, untilMs, limit, cursor = '' }) {
      return read(() => agedQuery.all(afterMs, untilMs, cursor, limit)).map(({ device }) => device)
    },
    async ofPerson(person) {
      return read(() => personQuery.all(person)).map(positionOf)
    },
    async removeOf(person, device) {
      await write(() => remove.run({ person, device: device ?? null }))
    },
    close,
  }
}

/** The position of a row. */
export function positionOf(row: PositionRow): Position {
  const { device, person, lat, lng, cell_lat, cell_lng, accuracy, time, doubt } = row
  const at = { lat, lng }
  const fix: Fix | undefined = doubt === null ? undefined : JSON.parse(doubt)
  return {
    device,
    person,
    at,
    cell: cell_lat === null || cell_lng === null ? snapToGrid(at) : { lat: cell_lat, lng: cell_lng },
    timeMs: time,
    ...(accuracy !== null && { accuracyMeters: accuracy }),
    ...(fix !== undefined && { doubt: fix }),
  }
}
