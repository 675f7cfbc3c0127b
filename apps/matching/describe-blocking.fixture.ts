import { candidatesOf } from '#lib/store/contract/candidates-of.ts'
import { beginMatch } from '#lib/builders/begin-match.ts'
import { beforeEach, describe, expect, test } from 'vitest'
import { aMatch } from '#lib/builders/a-match.ts'
import { anOffer, aSearch } from '#lib/builders/a-subject.ts'
import type { PushEvent } from '#lib/events/event.ts'
import { travel } from '#lib/geo/travel.ts'
import { newId } from '#lib/ids/new-id.ts'
import type { FreshUrl } from '#lib/store/contract/open-for-test.ts'
import type { Subject } from '#lib/subjects/subject.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { noticeOf } from './notice-of.ts'
import { aChange, aPing, HOME, openWorld, type World } from './open-world.fixture.ts'

const NEAR = travel(HOME, 90, 200)
const FURTHER = travel(HOME, 90, 250)
const AWAY = travel(HOME, 90, 1_500)
const ROUNDS = 12

const mobile = { at: undefined, radiusMeters: 500, showLocation: true } as const

/** Tests of blocks between people, on a store. */
export function describeBlocking(name: string, freshUrl: FreshUrl): void {
  let one: World
  let two: World

  beforeEach(async () => {
    const [folder, url] = [temporaryFolder(), await freshUrl()]
    one = await openWorld(folder, url)
    two = await openWorld(folder, url)
    return async () => {
      await one.close()
      await two.close()
    }
  })

  const types = async () => (await one.notices()).map(({ type }) => type)
  const together = async (a: string, b: string) => (await one.matches.currentBetween([a, b])).length

  /** Waits until either process has finished all pending work. */
  async function settle(): Promise<void> {
    for (const { couriers } of [one, two, one, two]) {
      await couriers.endings.flush()
      await couriers.notices.flush()
    }
  }

  /** A match of Anna's search and Ben's offer. */
  async function meet(): Promise<Subject> {
    const search = aSearch({ at: HOME, owner: 'anna' })
    await one.keep(search, anOffer({ ...mobile, device: 'phone', owner: 'ben' }))
    await one.feed(aPing('phone', NEAR, { ageMs: 9_000 }))
    expect(await together('anna', 'ben')).toBe(1)
    return search
  }

  describe(`blocking on ${name}`, () => {
    test.each([
      ['anna', 'ben'],
      ['ben', 'anna'],
    ])('by %s ends what is together, for all their things, and tells why', async (by, person) => {
      const search = await meet()
      await one.keep(
        aSearch({ at: HOME, owner: 'anna', wants: 'searches' }),
        aSearch({ at: NEAR, owner: 'ben', keywords: ['bike', 'car'] }),
        anOffer({ at: NEAR, owner: 'carl' }),
      )
      for (const { id } of await candidatesOf(one.subjects, anOffer({ at: HOME }))) {
        await one.feed(aChange(aSearch({ id })))
      }
      const before = await together('anna', 'ben')
      expect(before).toBeGreaterThan(1)
      expect((await one.call(`PUT /matching/blocks/${person}`, by)).status).toBe(204)
      await expect.poll(() => together('anna', 'ben')).toBe(0)
      await settle()
      const ended = (await one.notices()).filter(({ type }) => type === 'match.ended')
      expect(ended).toHaveLength(before)
      expect(ended[0]?.data.params['cause']).toMatchObject({ source: '/service/matching', reason: 'block' })
      expect(await one.matches.currentBetween(['anna', 'carl'])).toMatchObject([{ search: search.id }])
    })

    test('prevents matches of the two after any move, until it is removed', async () => {
      const search = await meet()
      await one.call('PUT /matching/blocks/anna', 'ben')
      await settle()
      await one.feed(aPing('phone', AWAY, { ageMs: 6_000 }))
      await two.feed(aPing('phone', NEAR, { person: 'ben', ageMs: 3_000 }))
      await two.feed(aChange(search))
      expect(await types()).toEqual(['match.found', 'match.ended'])
      expect((await one.call('DELETE /matching/blocks/anna', 'ben')).status).toBe(204)
      // The two are matched at once: the moment of the next move tells nobody that there was one.
      await expect.poll(() => together('anna', 'ben')).toBe(1)
      await settle()
      expect(await types()).toEqual(['match.found', 'match.ended', 'match.found'])
      await two.feed(aPing('phone', FURTHER, { person: 'ben' }))
      expect(await types()).toEqual(['match.found', 'match.ended', 'match.found'])
    })

    test('is finished by another process after a crash directly after the first write', async () => {
      await meet()
      await one.blocks.add({ id: newId(), by: 'anna', person: 'ben', since: Date.now() }, 9)
      expect(await together('anna', 'ben')).toBe(1)
      await two.couriers.endings.flush()
      expect(await together('anna', 'ben')).toBe(0)
      await settle()
      expect(await types()).toEqual(['match.found', 'match.ended'])
    })

    test('is the cause of the end of a match, also when a move came first', async () => {
      await meet()
      await one.blocks.add({ id: newId(), by: 'anna', person: 'ben', since: Date.now() }, 9)
      await two.feed(aPing('phone', AWAY, { person: 'ben' }))
      await settle()
      const [, ended] = await one.notices()
      expect(ended?.data.params['cause']).toMatchObject({ source: '/tracker/local', reason: 'block' })
      expect(await types()).toEqual(['match.found', 'match.ended'])
    })

    test('ends, without a notice, a match that was checked before the block and written after it', async () => {
      const search = await meet()
      await one.call('PUT /matching/blocks/ben', 'anna')
      await settle()
      const late = aMatch({ search: search.id, owners: { search: 'anna', offer: 'ben' } })
      const other = aMatch({ search: search.id, owners: { search: 'anna', offer: 'carl' } })
      for (const match of [late, other]) {
        await beginMatch(two.matches, match, noticeOf('match.found', match, Date.now()))
      }
      await two.couriers.notices.flush()
      await settle()
      const ofOne = async (id: string) =>
        (await one.notices()).filter(({ data }) => matchOf(data) === id).map(({ type }) => type)
      expect(await one.matches.find([late.id])).toMatchObject([{ state: 'ended' }])
      expect(await ofOne(late.id)).toEqual(['match.ended'])
      expect(await one.matches.find([other.id])).toMatchObject([{ state: 'together' }])
      expect(await ofOne(other.id)).toEqual(['match.found'])
    })

    test('concurrent with new matches by two matchers leaves no match of the two', async () => {
      for (let round = 0; round < ROUNDS; round += 1) {
        const [anna, ben, phone] = [`anna-${round}`, `ben-${round}`, `phone-${round}`]
        const search = aSearch({ at: HOME, owner: anna, keywords: [`thing ${round}`] })
        await one.keep(
          search,
          anOffer({ ...mobile, device: phone, owner: ben, keywords: [`thing ${round}`] }),
        )
        await Promise.all([
          one.feed(aPing(phone, NEAR, { person: ben })),
          two.feed(aPing(phone, FURTHER, { person: ben }), aChange(search)),
          turns(round * 2).then(() => two.call(`PUT /matching/blocks/${ben}`, anna)),
        ])
        await settle()
        expect(await together(anna, ben)).toBe(0)
      }
      const told = Map.groupBy(await one.notices(), ({ data }) => matchOf(data))
      for (const notices of told.values()) {
        // For each published begin there is a published end with its cause.
        expect(notices.at(-1)).toMatchObject({
          type: 'match.ended',
          data: { params: { cause: { reason: 'block' } } },
        })
      }
    })
  })
}

function matchOf({ params }: PushEvent['data']): unknown {
  const { match } = params
  return typeof match === 'object' && match !== null && 'id' in match ? match.id : undefined
}

/** Waits for a number of turns of the event loop, so that concurrent calls interleave at different points. */
async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise(setImmediate)
}
