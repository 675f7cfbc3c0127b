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

const ask = (query = '', as: string | undefined = 'service:storage') =>
  world.call(`GET /matching/matches/s-1${query}`, as)

test('200: matches of a subject, on request without those between people with a block', async () => {
  for (const [offer, person] of [
    ['o-1', 'ben'],
    ['o-2', 'carl'],
    ['o-3', 'dora'],
  ] as const) {
    const match = aMatch({ search: 's-1', offer, owners: { search: 'anna', offer: person } })
    await beginMatch(world.matches, match, aNoticeEvent())
  }
  await world.blocks.add({ id: 'b-1', by: 'anna', person: 'ben', since: 1 }, 9)
  await world.blocks.add({ id: 'b-2', by: 'carl', person: 'anna', since: 1 }, 9)
  const offersIn = async (query?: string) => {
    const response = await ask(query)
    expect(response.status).toBe(200)
    const { items } = (await response.json()) as { items: { offer: string }[] }
    return items.map(({ offer }) => offer)
  }
  expect(await offersIn()).toEqual(['o-3', 'o-2', 'o-1'])
  expect(await offersIn('?hide_blocked=false')).toEqual(['o-3', 'o-2', 'o-1'])
  expect(await offersIn('?hide_blocked=true')).toEqual(['o-3'])
})

test('200: how many are beyond when the subject is full', async () => {
  const cause = { source: '/tracker/test', id: 'e-1', time: 1 }
  await world.queue.add([{ subject: 's-1', cursor: 'x', cause }])
  expect(await (await ask()).json()).toEqual({ items: [] })
  const untilMs = Date.now() + 600_000
  await world.queue.park('s-1', { beyond: 0, untilMs })
  expect(await (await ask()).json()).toEqual({ items: [] })
  await world.queue.park('s-1', { beyond: 7, untilMs })
  expect(await (await ask()).json()).toEqual({ items: [], beyond: 7 })
})

test('400 for a value other than true or false', async () => {
  const response = await ask('?hide_blocked=1')
  expect(response.status).toBe(400)
  expect(await response.json()).toMatchObject({ field: 'hide_blocked' })
})

test('401 without a token, 403 for a person', async () => {
  expect((await world.call('GET /matching/matches/s-1')).status).toBe(401)
  expect((await ask('', 'anna')).status).toBe(403)
})
