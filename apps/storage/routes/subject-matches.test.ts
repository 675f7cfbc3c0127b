import { beginMatch } from '#lib/builders/begin-match.ts'
import { beforeEach, expect, test } from 'vitest'
import { aMatch } from '#lib/builders/a-match.ts'
import { aNotice, aNoticeEvent } from '#lib/builders/a-notice.ts'
import { openWorld, problemIn, type World } from '../open-world.fixture.ts'

let world: World
let id: string

beforeEach(async () => {
  world = await openWorld()
  id = await world.write('searches', 'anna')
})

const ask = (as: string, other = id, query = '') =>
  world.call(`GET /store/searches/${other}/matches${query}`, { as })

async function meet(offer: string): Promise<string> {
  const match = aMatch({ search: id, offer })
  await beginMatch(world.matches, match, aNoticeEvent(aNotice({ match })))
  return match.id
}

test('200: what apps/matching found for it, newest first', async () => {
  expect(await (await ask('anna')).json()).toEqual({ items: [] })
  const ids = [await meet('o-1'), await meet('o-2')]
  for (const as of ['anna', 'operate', 'admin']) {
    const response = await ask(as)
    expect(response.status).toBe(200)
    const { items } = (await response.json()) as { items: { id: string }[] }
    expect(items.map((item) => item.id)).toEqual(ids.toReversed())
    expect(items).toMatchObject([{ offer: 'o-2', state: 'together', distanceClass: '<1' }, { offer: 'o-1' }])
  }
})

test('200: without those of people who blocked the owner or are blocked, but for operators and admins', async () => {
  await meet('o-1')
  await world.blocks.add({ id: 'b', by: 'giver', person: 'seeker', since: 1 }, 9)
  const itemsFor = async (as: string) => ((await (await ask(as)).json()) as { items: unknown[] }).items
  expect(await itemsFor('anna')).toEqual([])
  for (const as of ['operate', 'admin']) expect(await itemsFor(as)).toHaveLength(1)
})

test('200: page by page, also those of one moment', async () => {
  const ids: string[] = []
  for (let count = 0; count < 5; count += 1) ids.push(await meet(`o-${count}`))
  const seen: string[] = []
  let cursor = ''
  for (let pages = 1; ; pages += 1) {
    const response = await ask('anna', id, `?limit=2${cursor}`)
    const { items, next } = (await response.json()) as { items: { id: string }[]; next?: string }
    seen.push(...items.map((item) => item.id))
    if (next === undefined) {
      expect(pages).toBe(3)
      break
    }
    cursor = `&cursor=${next}`
  }
  expect(seen).toEqual(ids.toReversed())
  expect(await (await ask('anna', id, '?limit=5')).json()).not.toHaveProperty('next')
})

test('200: how many more fit than it may have', async () => {
  const cause = { source: '/tracker/test', id: 'e-1', time: 1 }
  await world.queue.add([{ subject: id, cursor: 'x', cause }])
  await world.queue.park(id, { beyond: 7, untilMs: Date.now() + 600_000 })
  expect(await (await ask('anna')).json()).toEqual({ items: [], beyond: 7 })
})

test('304 for the page that was read, until there is a new match', async () => {
  await meet('o-1')
  const etag = (await ask('anna')).headers.get('etag') ?? ''
  const again = () =>
    world.call(`GET /store/searches/${id}/matches`, { as: 'anna', headers: { 'if-none-match': etag } })
  expect((await again()).status).toBe(304)
  await meet('o-2')
  expect((await again()).status).toBe(200)
})

test.each([
  ['cursor', '?cursor=o-1'],
  ['cursor', '?cursor='],
  ['cursor', `?cursor=${'9'.repeat(16)}_a`],
  ['cursor', '?cursor=1_a&cursor=2_b'],
  ['limit', '?limit=0'],
  ['limit', '?limit=201'],
])('400 naming %s: %s', async (field, query) => {
  expect(await problemIn(await ask('anna', id, query))).toEqual({ status: 400, code: 'bad_field', field })
})

test('401 without a token, 403 for the search of somebody else, 404 for none', async () => {
  expect((await world.call(`GET /store/searches/${id}/matches`)).status).toBe(401)
  expect(await problemIn(await ask('ben'))).toEqual({ status: 403, code: 'not_yours' })
  expect(await problemIn(await ask('anna', 'nothing'))).toEqual({ status: 404, code: 'not_found' })
  const hidden = await world.write('searches', 'anna', { active: false })
  expect(await problemIn(await ask('ben', hidden))).toEqual({ status: 404, code: 'not_found' })
})

test('503 when matching does not answer', async () => {
  await world.lose('matching')
  const response = await ask('anna')
  expect(response.headers.get('retry-after')).toBe('5')
  expect(await problemIn(response)).toEqual({ status: 503, code: 'unavailable' })
})
