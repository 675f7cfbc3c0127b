import type { Opened } from '#lib/store/opened.ts'
import type { Position, PositionStore } from '#lib/store/positions.ts'
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
  ],
}

interface PositionRow {
  readonly device: string
  readonly lat: number
  readonly lng: number
  readonly time: number
  readonly person: string
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
     set lat = excluded.lat, lng = excluded.lng, time = excluded.time, person = excluded.person
     where excluded.time > time`,
  )
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
    close,
  }
}

function positionOf({ device, person, lat, lng, time }: PositionRow): Position {
  return { device, person, at: { lat, lng }, timeMs: time }
}
