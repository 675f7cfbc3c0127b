import { expect, test } from 'vitest'
import { openWorld } from '../open-world.fixture.ts'
import { keepReports } from './keep-reports.ts'
import { aDesk } from './open-reports.fixture.ts'

test('the export holds the reports that a person made; a deletion removes the person from them', async () => {
  const world = await openWorld()
  const { reportSubject, list } = aDesk(world)
  const offer = await world.write('offers', 'ben')
  await reportSubject(offer, 'anna')
  await reportSubject(offer)
  const keeper = keepReports(world)
  expect(await keeper.collect('anna')).toMatchObject({
    files: { 'reports.json': [{ about: { id: offer }, text: 'It does not exist', state: 'open' }] },
  })
  // Whoever is reported is not told by whom.
  expect(await keeper.collect('ben')).toEqual({ files: { 'reports.json': [] } })
  await keeper.erase('anna')
  expect((await list()).items.map(({ reporter, text }) => [reporter, text])).toEqual([
    [undefined, ''],
    [undefined, 'It does not exist'],
  ])
  await keeper.erase('ben')
  expect((await list()).items).toEqual([])
})
