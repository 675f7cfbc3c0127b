import { beforeEach, expect, test } from 'vitest'
import { anOffer, aSearch } from '#lib/builders/a-subject.ts'
import { handMatchedSchema, type HandMatched } from '#lib/service-client/hand-match.ts'
import type { Subject } from '#lib/subjects/subject.ts'
import { openWorld, type World } from '../open-world.fixture.ts'

let world: World

beforeEach(async () => {
  world = await openWorld(undefined, undefined, { pairsMax: 1 })
  return () => world.close()
})

async function match(one: Subject, other: Subject): Promise<HandMatched['pairs']> {
  const json = { one: one.id, other: other.id }
  const response = await world.call('POST /matching/match', 'service:storage', json)
  expect(response.status).toBe(200)
  return handMatchedSchema.parse(await response.json()).pairs
}

const failing = (pairs: HandMatched['pairs']) =>
  pairs.map(({ conditions }) => conditions.filter(({ holds }) => !holds).map(({ name }) => name))

test('200: begins the match by the rule, with its notice, once', async () => {
  const [search, offer] = [aSearch(), anOffer()]
  await world.keep(search, offer)
  const [begun] = await match(offer, search)
  expect(begun).toMatchObject({ search: search.id, offer: offer.id, outcome: 'begun' })
  expect(failing(await match(search, offer))).toEqual([[]])
  expect(await match(search, offer)).toMatchObject([{ outcome: 'together', match: begun?.match }])
  await world.couriers.notices.flush()
  expect(await world.notices()).toMatchObject([{ type: 'match.found', id: expect.any(String) as string }])
})

test('200: says why not, and begins nothing: the rule decides', async () => {
  const search = aSearch({ owner: 'anna', not: ['bike'] })
  const offer = anOffer({ owner: 'ben', active: false, northMeters: 5_000 })
  await world.keep(search, offer)
  await world.blocks.add({ id: 'b', by: 'ben', person: 'anna', since: 1 }, 9)
  const pairs = await match(search, offer)
  expect(pairs).toMatchObject([{ outcome: 'none' }])
  expect(failing(pairs)).toEqual([['blocked', 'active', 'not', 'place']])
  expect(await world.matches.currentOf([search.id])).toEqual([])
})

test('200: two offers form no pair, two searches for searches form two', async () => {
  const offers = [anOffer(), anOffer()] as const
  const watchers = [aSearch({ wants: 'searches' }), aSearch({ wants: 'searches' })] as const
  await world.keep(...offers, ...watchers)
  expect(failing(await match(...offers))).toEqual([['wants']])
  expect(await match(...watchers)).toHaveLength(2)
})

test('200: a side that is full gets no match although the rule holds', async () => {
  const [search, first, second] = [aSearch(), anOffer(), anOffer()]
  await world.keep(search, first, second)
  await match(search, first)
  const pairs = await match(search, second)
  expect(pairs).toMatchObject([{ outcome: 'full' }])
  expect(failing(pairs)).toEqual([[]])
})

test('404 when one does not exist, 400 for what is no id, 401 and 403 for others', async () => {
  const search = aSearch()
  await world.keep(search)
  const ask = (json: unknown, as?: string) => world.call('POST /matching/match', as, json)
  const json = { one: search.id, other: 'nothing' }
  expect((await ask(json, 'service:storage')).status).toBe(404)
  const bad = await ask({ one: search.id, other: '..' }, 'service:storage')
  expect(bad.status).toBe(400)
  expect(await bad.json()).toMatchObject({ field: 'other' })
  expect((await ask(json)).status).toBe(401)
  expect((await ask(json, 'anna')).status).toBe(403)
})
