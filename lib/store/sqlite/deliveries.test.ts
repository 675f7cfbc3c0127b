import { expect, test } from 'vitest'
import { aDelivery } from '#lib/builders/a-delivery.ts'
import { aNotice } from '#lib/builders/a-notice.ts'
import { pairKey, ringKey } from '#lib/events/match-notice.ts'
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
  const notice = aNotice()
  const { channel: _, content, ringKey: __, ...draft } = aDelivery({ notice, side: 1, person: 'giver' })
  old.db
    .query(
      `insert into deliveries (id, match, pair, side, person, device, kind, notice, created, state, attempts, free_at)
       values ($id, $match, $pair, $side, $person, $device, $kind, $notice, $created, 'pending', 3, 0)`,
    )
    .run({ ...draft, side: 1, kind: 'match.found', notice: JSON.stringify(notice) })
  old.close()
  const store = await openForTest(openDeliveryStore, url)
  const request = { max: 9, leaseMs: 0, nowMs: draft.created }
  const leased = await store.lease({ ...request, channel: 'onesignal' })
  expect(leased).toMatchObject([
    { id: draft.id, channel: '', attempts: 3, content, ringKey: ringKey(notice, 1) },
  ])
  const again = aDelivery({ ...draft, id: 'again', channel: 'log', content })
  expect(await store.add([again])).toBe(0)
  await store.route([draft.device], 'log')
  expect(await store.lease({ ...request, channel: 'onesignal' })).toEqual([])
  expect(await store.lease({ ...request, channel: 'log' })).toHaveLength(1)
})

test('the ring keys of a version without them are those of ringKey()', async () => {
  const url = `sqlite:${temporaryFolder()}/store.db`
  const old = openDatabase(url, { ...DELIVERY_SCHEMA, steps: DELIVERY_SCHEMA.steps.slice(0, 5) })
  const [watching, offering] = aNotice().sides
  if (watching === undefined || offering === undefined) throw new Error('too few')
  const notices = [
    aNotice(),
    aNotice({ sides: [watching] }),
    aNotice({ sides: [watching, { ...offering, person: 'importer:shops' }] }),
  ]
  const insert = old.db.query(
    `insert into deliveries
       (id, match, pair, side, person, device, channel, kind, notice, created, state, attempts, free_at)
     values (?, ?, ?, 0, 'seeker', 'phone', 'log', 'match.found', ?, ?, 'pending', 0, 0)`,
  )
  for (const [place, notice] of notices.entries()) {
    const { id, search, offer } = notice.match
    insert.run(`${place}`, id, pairKey(search, offer), JSON.stringify(notice), place)
  }
  old.close()
  const store = await openForTest(openDeliveryStore, url)
  const stored = await store.list({ limit: 9 })
  expect(stored.map((one) => one.ringKey).toReversed()).toEqual(notices.map((notice) => ringKey(notice, 0)))
})
