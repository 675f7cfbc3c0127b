import { expect, test } from 'vitest'
import { openDatabase } from '#lib/sqlite/open-database.ts'
import { describeDeviceStore } from '#lib/store/contract/devices.ts'
import { openForTest } from '#lib/store/contract/open-for-test.ts'
import { openDeviceStore } from '#lib/store/open.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'

describeDeviceStore('sqlite', () => `sqlite:${temporaryFolder()}/store.db`)

test('devices from before keys had ids are kept, and get a key when they ask for one', async () => {
  const url = `sqlite:${temporaryFolder()}/store.db`
  const before = `create table devices (
       id text primary key, person text not null, created real not null) strict, without rowid;
     create index devices_by_person on devices (person, created, id);
     insert into devices values ('phone', 'ada', 1)`
  openDatabase(url, { name: 'devices', steps: [before] }).close()
  const store = await openForTest(openDeviceStore, url)
  const phone = { id: 'phone', person: 'ada', created: 1 }
  expect(await store.find('phone')).toEqual(phone)
  const keyed = await store.register({ ...phone, created: 2, keyId: 'k1' })
  expect(keyed).toEqual({ ...phone, keyId: 'k1', keyCreated: 2 })
})
