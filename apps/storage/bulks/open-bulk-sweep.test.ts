import { expect, test } from 'vitest'
import { quietLog } from '#lib/testing/quiet-log.ts'
import { openWorld } from '../open-world.fixture.ts'
import { openBulkSweep } from './open-bulk-sweep.ts'

test('matching is told once of a bulk with which nobody goes on, and the bulk can still be gone on with', async () => {
  const { bulks } = await openWorld()
  const begin = (nowMs: number) =>
    bulks.begin({ owner: 'importer:a', run: 'r1', by: 'a test', nowMs, leaseMs: 1_000 })
  await begin(Date.now() - 2_000)
  const sweep = openBulkSweep({ bulks, bulkCourier: { nudge: () => undefined }, log: quietLog })
  await sweep.run()
  await sweep.run()
  await sweep.stop()
  expect(await bulks.leaseUnsent(9, 1_000, Date.now())).toMatchObject([
    { type: 'bud', params: { owner: 'importer:a' } },
  ])
  expect(await begin(Date.now())).toMatchObject({ outcome: 'begun', bulk: { number: 1 } })
})
