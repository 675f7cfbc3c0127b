import { beginMatch } from '#lib/builders/begin-match.ts'
import { beforeEach, expect, test } from 'vitest'
import { aMatch } from '#lib/builders/a-match.ts'
import { aNoticeEvent } from '#lib/builders/a-notice.ts'
import { openWorld, type World } from '../open-world.fixture.ts'

let world: World

beforeEach(async () => {
  world = await openWorld()
  return () => world.close()
})

const ask = (id: string, as: string | undefined = 'service:storage') =>
  world.call(`GET /matching/match/${id}`, as)

test('200: a match with the people on both sides, while it is together and after its end', async () => {
  const draft = aMatch({ owners: { search: 'anna', offer: 'ben' } })
  const { id, search, offer, foundAt } = draft
  await beginMatch(world.matches, draft, aNoticeEvent())
  const shown = {
    id,
    search,
    offer,
    owners: { search: 'anna', offer: 'ben' },
    foundAt: new Date(foundAt).toISOString(),
  }
  const together = await ask(id)
  expect([together.status, await together.json()]).toEqual([200, { ...shown, state: 'together' }])
  await world.matches.end([{ seen: { id, revision: 2 }, endedAt: foundAt + 5, notice: aNoticeEvent() }])
  expect(await (await ask(id)).json()).toEqual({
    ...shown,
    state: 'ended',
    endedAt: new Date(foundAt + 5).toISOString(),
  })
})

test('404 for an unknown one, and for a proposal, of which nobody is told', async () => {
  const proposed = aMatch()
  await world.matches.propose([proposed])
  expect((await ask(proposed.id)).status).toBe(404)
  expect((await ask('unknown')).status).toBe(404)
})

test('401 without a token, 403 for a person', async () => {
  expect((await world.call('GET /matching/match/m-1')).status).toBe(401)
  expect((await ask('m-1', 'anna')).status).toBe(403)
})
