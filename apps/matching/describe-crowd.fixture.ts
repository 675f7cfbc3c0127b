import * as fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { anOffer, aSearch } from '#lib/builders/a-subject.ts'
import { matchNotice } from '#lib/events/match-notice.ts'
import type { PushEvent } from '#lib/events/event.ts'
import { travel } from '#lib/geo/travel.ts'
import { peopleKey } from '#lib/matching/people-key.ts'
import { isMatch, pairsOf, staysTogether } from '#lib/matching/rule.ts'
import { newId } from '#lib/ids/new-id.ts'
import type { Subject } from '#lib/subjects/subject.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { aChange, aPing, HOME, openWorld, type World } from './open-world.fixture.ts'

const RADIUS_METERS = 300
const PHONES = 6
const MATCHERS = 3

/** What one actor does: each is done in order, and those of different actors at the same time. */
type Act =
  | { readonly kind: 'move'; readonly east: number }
  | { readonly kind: 'switch'; readonly active: boolean }
  | { readonly kind: 'radius'; readonly meters: number }
  | { readonly kind: 'remove' }
  | { readonly kind: 'block' | 'unblock'; readonly person: number }

const acts: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({ kind: fc.constant('move' as const), east: fc.integer({ min: 0, max: 900 }) }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('switch' as const), active: fc.boolean() }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('radius' as const), meters: fc.integer({ min: 60, max: 700 }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('remove' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom('block' as const, 'unblock' as const),
      person: fc.integer({ min: 0, max: PHONES - 1 }),
    }),
  },
)
const histories = fc.array(fc.array(acts, { maxLength: 6 }), { minLength: PHONES, maxLength: PHONES })

/** Pairs in a crowd: several matchers, and people who move, edit, delete and block at the same time. */
export function describeCrowd(
  name: string,
  freshUrl: () => Promise<string>,
  { numRuns }: { readonly numRuns: number },
): void {
  describe(`a crowd on ${name}`, () => {
    let worlds: World[] = []

    async function openWorlds(): Promise<World> {
      const folder = temporaryFolder()
      const url = await freshUrl()
      worlds = []
      for (let count = 0; count < MATCHERS; count += 1) worlds.push(await openWorld(folder, url))
      return worldOf(0)
    }

    async function closeWorlds(): Promise<void> {
      await Promise.all(worlds.map((world) => world.close()))
      worlds = []
    }

    function worldOf(index: number): World {
      const world = worlds[index % worlds.length]
      if (world === undefined) throw new Error('Cannot use a world: none is open')
      return world
    }

    afterEach(closeWorlds)

    test('a search that is created while phones come and go meets those who are there, and nobody else', async () => {
      for (let round = 0; round < 6; round += 1) {
        const first = await openWorlds()
        const offers = Array.from({ length: 40 }, (_, index) => phoneOffer(index))
        await first.keep(...offers)
        for (const world of worlds.slice(1)) await world.keep()
        await Promise.all(
          offers.map(({ owner }, index) =>
            worldOf(index).feed(aPing(`phone-${index}`, at(index), { ageMs: 60_000, person: owner })),
          ),
        )
        const search = aSearch({ at: HOME, radiusMeters: RADIUS_METERS, owner: 'anna' })
        await first.store.create(search, [])
        const away = travel(HOME, 90, 2_000)
        await Promise.all([
          first.feed(aChange(search)),
          ...offers
            .slice(0, 10)
            .map(({ owner }, index) =>
              worldOf(index + 1).feed(aPing(`phone-${index}`, away, { person: owner })),
            ),
        ])
        await expectRule(first, [search, ...offers], new Set())
        await closeWorlds()
      }
    })

    test('after any acts at the same time the pairs are those of the rule, and each was told in order', async () => {
      await fc.assert(
        fc.asyncProperty(histories, async (history) => {
          const first = await openWorlds()
          try {
            const subjects = history.map((_, index) =>
              index % 2 === 0 ? phoneSearch(index) : phoneOffer(index),
            )
            await first.keep(...subjects)
            const blocked = new Set<string>()
            await Promise.all(
              history.map(async (list, index) => {
                for (const [step, act] of list.entries())
                  await perform(act, { index, step, subjects, blocked })
              }),
            )
            // A lifted block is no change of a subject: what it lets begin is found by the next change of either side.
            await Promise.all(subjects.map((subject, index) => worldOf(index).feed(aChange(subject))))
            await expectRule(first, subjects, blocked)
          } finally {
            await closeWorlds()
          }
        }),
        { numRuns },
      )
    })

    interface Scene {
      readonly index: number
      readonly step: number
      readonly subjects: readonly Subject[]
      /** Keys of people of whom one blocks the other. */
      readonly blocked: Set<string>
    }

    async function perform(act: Act, { index, step, subjects, blocked }: Scene): Promise<void> {
      const world = worldOf(index)
      const { id, owner, device = '' } = subjects[index] ?? phoneSearch(index)
      switch (act.kind) {
        case 'move': {
          const place = travel(HOME, 90, act.east)
          // Far apart in time, so that no step is too fast for a phone.
          await world.feed(aPing(device, place, { ageMs: 300_000 - step * 40_000, person: owner }))
          return
        }
        case 'block':
        case 'unblock': {
          const other = subjects[act.person]?.owner ?? owner
          if (other === owner) return
          if (act.kind === 'block') {
            await world.blocks.add({ id: newId(), by: owner, person: other, since: Date.now() }, 1_000)
            blocked.add(`${owner} ${other}`)
            await world.couriers.endings.flush()
          } else {
            await world.blocks.remove({ id: newId(), by: owner, person: other, since: Date.now() })
            blocked.delete(`${owner} ${other}`)
            await world.couriers.endings.flush()
          }
          return
        }
        case 'remove':
        case 'switch':
        case 'radius': {
          const before = await world.store.find(id)
          if (before === undefined) return
          if (act.kind === 'remove') await world.store.remove(id, before.version, [])
          else {
            const edit = act.kind === 'switch' ? { active: act.active } : { radiusMeters: act.meters }
            await world.store.update({ ...before, ...edit, version: before.version + 1 }, before.version, [])
          }
          await world.feed(aChange(before))
        }
      }
    }

    async function expectRule(
      first: World,
      subjects: readonly Subject[],
      blocks: ReadonlySet<string>,
    ): Promise<void> {
      await Promise.all(worlds.map((world) => world.couriers.notices.flush()))
      const now = await first.subjects.findAll({ ids: subjects.map(({ id }) => id) })
      const current = await first.matches.currentOf(subjects.map(({ id }) => id))
      expect(current.filter(({ state }) => state === 'proposed')).toEqual([])
      const together = new Set(current.map(({ search, offer }) => `${search} ${offer}`))
      expect(together.size).toBe(current.length)
      const blocked = new Set(
        [...blocks].map((pair) => {
          const [one = '', other = ''] = pair.split(' ')
          return peopleKey(one, other)
        }),
      )
      const moment = { nowMs: Date.now(), blocked }
      const possible = new Set<string>()
      for (const [index, a] of now.entries()) {
        for (const pair of now.slice(index + 1).flatMap((b) => pairsOf(a, b))) {
          const key = `${pair.search.id} ${pair.counterpart.id}`
          if (isMatch(pair, moment)) expect([key, together.has(key)]).toEqual([key, true])
          if (staysTogether(pair, moment)) possible.add(key)
        }
      }
      expect([...together].filter((key) => !possible.has(key))).toEqual([])
      expectOrder(await first.notices(), together)
    }
  })
}

/** Each pair was told in turns that it was found and that it ended, and the last is what it is. */
function expectOrder(notices: readonly PushEvent[], together: ReadonlySet<string>): void {
  const told = new Map<string, string[]>()
  for (const { type, data } of notices) {
    const { match, cause } = matchNotice.parse(data.params)
    const key = `${match.search} ${match.offer}`
    const types = told.get(key) ?? []
    // A block that came before the notice was published keeps it back: nobody is rung about a person whom they blocked.
    const isSilent = type === 'match.ended' && cause.reason === 'block' && types.at(-1) !== 'match.found'
    told.set(key, isSilent ? types : [...types, type])
  }
  for (const [key, types] of told) {
    const wanted = types.map((_, index) => (index % 2 === 0 ? 'match.found' : 'match.ended'))
    expect([key, types]).toEqual([key, wanted])
    if (types.length > 0)
      expect([key, types.at(-1)]).toEqual([key, together.has(key) ? 'match.found' : 'match.ended'])
  }
  expect([...together].filter((key) => (told.get(key) ?? []).length === 0)).toEqual([])
}

function phoneOffer(index: number): Subject {
  return anOffer({ ...follower(index) })
}

function phoneSearch(index: number): Subject {
  return aSearch({ ...follower(index) })
}

function follower(index: number) {
  return {
    at: undefined,
    radiusMeters: RADIUS_METERS,
    showLocation: true,
    owner: `person-${index}`,
    device: `phone-${index}`,
  } as const
}

function at(index: number) {
  return travel(HOME, (index * 360) / 40, 100)
}
