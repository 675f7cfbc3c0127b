import type { Device, DeviceOf, DeviceStore, RevokedKey } from '#lib/store/devices.ts'
import type { Opened } from '#lib/store/opened.ts'
import type { Schema } from '#lib/sqlite/open-database.ts'
import { openTables } from '#lib/store/sqlite/open-tables.ts'

const DEVICE_SCHEMA: Schema = {
  name: 'devices',
  steps: [
    `create table devices (
       id text primary key, person text not null, created real not null) strict, without rowid;
     create index devices_by_person on devices (person, created, id)`,
    `alter table devices add column keyId text;
     alter table devices add column keyCreated real;
     alter table devices add column keysRevoked real;
     create table revoked_keys (
       keyId text primary key, device text not null, revokedAt real not null, sequence integer not null)
       strict, without rowid;
     create unique index revoked_keys_by_sequence on revoked_keys (sequence);
     create index revoked_keys_by_device on revoked_keys (device, revokedAt)`,
  ],
}

type DeviceRow = Omit<Device, 'keyId' | 'keyCreated' | 'keysRevoked'> & {
  readonly keyId: string | null
  readonly keyCreated: number | null
  readonly keysRevoked: number | null
}

/**
 * Opens the device store in the file behind `sqlite:<path>`.
 *
 * @throws {StartError} when the file cannot be used.
 */
export function openSqliteDeviceStore(url: string): Opened<DeviceStore> {
  const { db, write, read, close } = openTables(url, DEVICE_SCHEMA)
  const insert = db.query(
    'insert or ignore into devices (id, person, created) values ($id, $person, $created)',
  )
  const giveKey = db.query('update devices set keyId = $keyId, keyCreated = $created where id = $id')
  const takeKeys = db.query(
    'update devices set keyId = null, keyCreated = null, keysRevoked = ? where id = ?',
  )
  const remove = db.query('delete from devices where id = ?')
  const findQuery = db.query<DeviceRow, [string]>('select * from devices where id = ?')
  const personQuery = db.query<DeviceRow, [string]>(
    'select * from devices where person = ? order by created, id',
  )
  const addRevoked = db.query(
    `insert into revoked_keys (keyId, device, revokedAt, sequence)
     values ($keyId, $device, $revokedAt, 1 + coalesce((select max(sequence) from revoked_keys), 0))
     on conflict (keyId) do update set revokedAt = min(revokedAt, excluded.revokedAt), sequence = excluded.sequence`,
  )
  const inGraceQuery = db.query<{ keyId: string }, [string, number]>(
    'select keyId from revoked_keys where device = ? and revokedAt > ?',
  )
  const revokedQuery = db.query<RevokedKey, [number, number]>(
    'select keyId, revokedAt, sequence from revoked_keys where sequence > ? order by sequence limit ?',
  )

  function find(id: string): Device | undefined {
    const row = findQuery.get(id)
    return row === null ? undefined : deviceOf(row)
  }

  function findOf({ id, person }: DeviceOf): Device | undefined {
    const device = find(id)
    return person === undefined || device?.person === person ? device : undefined
  }

  function revokeAll({ id, keyId }: Device, nowMs: number): void {
    const inGrace = inGraceQuery.all(id, nowMs).map((row) => row.keyId)
    for (const each of keyId === undefined ? inGrace : [keyId, ...inGrace]) {
      addRevoked.run({ keyId: each, device: id, revokedAt: nowMs })
    }
  }

  return {
    register: ({ id, person, created, keyId }) =>
      write(() => {
        insert.run({ id, person, created })
        const device = findOf({ id, person })
        if (keyId !== undefined && device !== undefined && device.keyId === undefined) {
          giveKey.run({ id, keyId, created })
        }
        return find(id) ?? { id, person, created }
      }),
    async find(id) {
      return read(() => find(id))
    },
    async ofPerson(person) {
      return read(() => personQuery.all(person).map(deviceOf))
    },
    rotate: (named, { keyId, nowMs, graceMs }) =>
      write(() => {
        const device = findOf(named)
        if (device === undefined) return undefined
        const { id, keyId: before } = device
        if (before !== undefined) addRevoked.run({ keyId: before, device: id, revokedAt: nowMs + graceMs })
        giveKey.run({ id, keyId, created: nowMs })
        return find(id)
      }),
    revoke: (named, nowMs) =>
      write(() => {
        const device = findOf(named)
        if (device === undefined) return false
        revokeAll(device, nowMs)
        takeKeys.run(nowMs, device.id)
        return true
      }),
    release: (named, nowMs) =>
      write(() => {
        const device = findOf(named)
        if (device === undefined) return false
        revokeAll(device, nowMs)
        remove.run(device.id)
        return true
      }),
    async revokedKeys(afterSequence, limit) {
      return read(() => revokedQuery.all(afterSequence, limit))
    },
    close,
  }
}

function deviceOf({ keyId, keyCreated, keysRevoked, ...rest }: DeviceRow): Device {
  return {
    ...rest,
    ...(keyId !== null && { keyId }),
    ...(keyCreated !== null && { keyCreated }),
    ...(keysRevoked !== null && { keysRevoked }),
  }
}
