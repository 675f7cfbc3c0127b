import type { Device, DeviceStore } from '#lib/store/devices.ts'
import type { Opened } from '#lib/store/opened.ts'
import type { Schema } from '#lib/sqlite/open-database.ts'
import { openTables } from '#lib/store/sqlite/open-tables.ts'

const DEVICE_SCHEMA: Schema = {
  name: 'devices',
  steps: [
    `create table devices (
       id text primary key, person text not null, created real not null) strict, without rowid;
     create index devices_by_person on devices (person, created, id)`,
  ],
}

/**
 * Opens registered devices in the file behind `sqlite:<path>`.
 *
 * @throws {StartError} when the file cannot be used.
 */
export function openSqliteDeviceStore(url: string): Opened<DeviceStore> {
  const { db, write, read, close } = openTables(url, DEVICE_SCHEMA)
  const insert = db.query(
    'insert or ignore into devices (id, person, created) values ($id, $person, $created)',
  )
  const findQuery = db.query<Device, [string]>('select * from devices where id = ?')
  const personQuery = db.query<Device, [string]>(
    'select * from devices where person = ? order by created, id',
  )

  return {
    register: (device) =>
      write(() => {
        insert.run({ ...device })
        return findQuery.get(device.id) ?? device
      }),
    async find(id) {
      return read(() => findQuery.get(id)) ?? undefined
    },
    async ofPerson(person) {
      return read(() => personQuery.all(person))
    },
    close,
  }
}
