import { expect, onTestFinished, test } from 'vitest'
import { quietLog } from '#lib/testing/quiet-log.ts'
import { openWorld } from '../open-world.fixture.ts'
import { aDesk } from '../reports/open-reports.fixture.ts'
import { heldReasons } from './held-reasons.ts'
import { openHeldSweep } from './open-held-sweep.ts'

test('what is held and not in the queue comes there once; what operators hid or showed does not', async () => {
  const world = await openWorld()
  const { list } = aDesk(world)
  const [held, hidden] = [await world.write('offers', 'ben'), await world.write('offers', 'ben')]
  await world.write('offers', 'ben')
  for (const [id, reasons] of [
    [held, heldReasons('Messer')],
    [hidden, 'It is a scam'],
  ] as const)
    await world.call(`POST /store/offers/${id}/hide`, { as: 'operate', json: { reasons } })
  const sweep = openHeldSweep({ subjects: world.subjects, reports: world.reports, log: quietLog })
  onTestFinished(() => sweep.stop())
  await sweep.run()
  await sweep.run()
  expect((await list()).items).toMatchObject([
    { about: { type: 'subject', id: held }, state: 'open', forbidden: 'Messer', subject: { title: 'Bike' } },
  ])
})
