import type { Opened } from '#lib/store/opened.ts'
import type { Fix, Position, PositionStore } from '#lib/store/positions.ts'
import type { Schema } from '#lib/sqlite/open-database.ts'
import { openTables } from '#lib/store/sqlite/open-tables.ts'

const POSITION_SCHEMA: Schema = {
  name: 'positions',
  steps: [
    `create table positions (
       device text primary key, lat real not null, lng real not null, time real not null) strict, without rowid`,
    // Their owners are unknown, so they are useless.
    `delete from positions; alter table positions add column person text not null default ''`,
    `create index positions_by_person on positions (person, device)`,
    `alter table positions add column doubt text`,
  ],
}

interface PositionRow {
  readonly device: string
  readonly lat: number
  readonly lng: number
  readonly time: number
  readonly person: string
  /** JSON of a fix. */
  readonly doubt: string | null
}

/**
 * Opens the position store in the file behind `sqlite:<path>`.
 *
 * @throws {StartError} when the file cannot be used.
 */
export function openSqlitePositionStore(url: string): Opened<PositionStore> {
  const { db, write, read, close } = openTables(url, POSITION_SCHEMA)
  const findQuery = db.query<PositionRow, [string]>('select * from positions where device = ?')
  const advance = db.query(
    `insert into positions (device, lat, lng, time, person) values (?, ?, ?, ?, ?) on conflict (device) do update
     set lat = excluded.lat, lng = excluded.lng, time = excluded.time, person = excluded.person, doubt = null
     where excluded.time > time`,
  )
  const keepDoubt = db.query('update positions set doubt = ? where device = ?')
  const personQuery = db.query<PositionRow, [string]>(
    'select * from positions where person = ? order by device',
  )
  const remove = db.query(
    'delete from positions where person = $person and ($device is null or device = $device)',
  )

  return {
    async find(device) {
      const row = read(() => findQuery.get(device))
      return row === null ? undefined : positionOf(row)
    },
    async ofPerson(person) {
      return read(() => personQuery.all(person)).map(positionOf)
    },
    async removeOf(person, device) {
      await write(() => remove.run({ person, device: device ?? null }))
    },
    advance: ({ device, person, at, timeMs }) =>
      write(() => advance.run(device, at.lat, at.lng, timeMs, person).changes > 0),
    async keepDoubt(device, doubt) {
      await write(() => keepDoubt.run(JSON.stringify(doubt), device))
    },
    close,
  }
}

function positionOf({ device, person, lat, lng, time, doubt }: PositionRow): Position {
  const position = { device, person, at: { lat, lng }, timeMs: time }
  if (doubt === null) return position
  const fix: Fix = JSON.parse(doubt)
  return { ...position, doubt: fix }
}
