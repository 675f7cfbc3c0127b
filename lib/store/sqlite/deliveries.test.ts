import { expect, test } from 'vitest'
import { aDelivery } from '#lib/builders/a-delivery.ts'
import { openDatabase } from '#lib/sqlite/open-database.ts'
import { describeDeliveryStore } from '#lib/store/contract/deliveries.ts'
import { openForTest } from '#lib/store/contract/open-for-test.ts'
import { openDeliveryStore } from '#lib/store/open.ts'
import { DELIVERY_SCHEMA } from '#lib/store/sqlite/delivery-schema.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'

describeDeliveryStore('sqlite', () => `sqlite:${temporaryFolder()}/store.db`)

test('what a version that knew no channels left pending is sent by whoever asks, and can be routed', async () => {
  const url = `sqlite:${temporaryFolder()}/store.db`
  const old = openDatabase(url, { ...DELIVERY_SCHEMA, steps: DELIVERY_SCHEMA.steps.slice(0, 3) })
  const { channel: _, notice, ...draft } = aDelivery()
  old.db
    .query(
      `insert into deliveries (id, match, pair, side, person, device, kind, notice, created, state, attempts, free_at)
       values ($id, $match, $pair, $side, $person, $device, $kind, $notice, $created, 'pending', 3, 0)`,
    )
    .run({ ...draft, notice: JSON.stringify(notice) })
  old.close()
  const store = await openForTest(openDeliveryStore, url)
  const request = { max: 9, leaseMs: 0, nowMs: draft.created }
  const leased = await store.lease({ ...request, channel: 'onesignal' })
  expect(leased).toMatchObject([{ id: draft.id, channel: '', attempts: 3 }])
  await store.route([draft.device], 'log')
  expect(await store.lease({ ...request, channel: 'onesignal' })).toEqual([])
  expect(await store.lease({ ...request, channel: 'log' })).toHaveLength(1)
})
