import * as fc from 'fast-check'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { anOffer, aSearch } from '#lib/builders/a-subject.ts'
import { travel } from '#lib/geo/travel.ts'
import { newId } from '#lib/ids/new-id.ts'
import type { Subject } from '#lib/subjects/subject.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { DUE_LATER, editOf, histories, pass, VALID_MS_MAX, type Act } from './crowd-acts.fixture.ts'
import { expectRule, type Rested } from './expect-rule.fixture.ts'
import { aChange, aPing, HOME, openWorld, type PlaceStores, type World } from './open-world.fixture.ts'

const RADIUS_METERS = 300
const MATCHERS = 3
// Generous, so that a busy machine fails no test.
const MANY_MS = 240_000

/**
 * Pairs in a crowd: several matchers, and people who move, edit, delete and block at the same time, while what they wrote becomes valid
 * and invalid.
 */
export function describeCrowd(
  name: string,
  freshUrl: () => Promise<string>,
  { numRuns }: { readonly numRuns: number },
): void {
  describe(`a crowd on ${name}`, () => {
    let worlds: World[] = []

    async function openWorlds(plant?: (sound: PlaceStores) => PlaceStores): Promise<World> {
      const folder = temporaryFolder()
      const url = await freshUrl()
      worlds = []
      for (let count = 0; count < MATCHERS; count += 1) worlds.push(await openWorld(folder, url, { plant }))
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

    afterEach(async () => {
      vi.useRealTimers()
      await closeWorlds()
    })

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
        await expectRule({ worlds, first, subjects: [search, ...offers], blocks: new Set() })
        await closeWorlds()
      }
    })

    test(
      'after any acts at the same time the pairs are those of the rule, and each was told in order',
      async () => {
        await fc.assert(
          fc.asyncProperty(histories, async (history) => {
            await expectRule(await live(history))
            await closeWorlds()
          }),
          { numRuns },
        )
      },
      MANY_MS,
    )

    test.each(DUE_LATER)('a pair that only time %s is as the rule wants', async (_, history) => {
      await expectRule(await live(history))
    })

    test.each(DUE_LATER)('without the sweep of time it is noticed that no pair %s', async (_, history) => {
      const rested = await live(history, withoutTurning)
      await expect(expectRule(rested)).rejects.toThrow('expected')
    })

    /** Lets everybody act at the same time, and then lets every time come that they wrote. */
    async function live(
      history: readonly (readonly Act[])[],
      plant?: (sound: PlaceStores) => PlaceStores,
    ): Promise<Rested> {
      vi.useFakeTimers({ toFake: ['Date'] })
      await closeWorlds()
      const first = await openWorlds(plant)
      const subjects = history.map((_, index) => (index % 2 === 0 ? phoneSearch(index) : phoneOffer(index)))
      await first.keep(...subjects)
      const blocks = new Set<string>()
      await Promise.all(
        history.map(async (list, index) => {
          for (const [step, act] of list.entries()) await perform(act, { index, step, subjects, blocks })
        }),
      )
      // A lifted block is no change of a subject: what it lets begin is found by the next change of either side.
      await Promise.all(subjects.map((subject, index) => worldOf(index).feed(aChange(subject))))
      pass(VALID_MS_MAX)
      // A sweep that began before holds the lease: once the others have stopped, the next one of this matcher sees every time.
      await Promise.all(worlds.slice(1).map((world) => world.couriers.time.stop()))
      await first.couriers.time.run()
      return { worlds, first, subjects, blocks }
    }

    interface Scene {
      readonly index: number
      readonly step: number
      readonly subjects: readonly Subject[]
      readonly blocks: Set<string>
    }

    async function perform(act: Act, { index, step, subjects, blocks }: Scene): Promise<void> {
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
            blocks.add(`${owner} ${other}`)
            await world.couriers.endings.flush()
          } else {
            await world.blocks.remove({ id: newId(), by: owner, person: other, since: Date.now() })
            blocks.delete(`${owner} ${other}`)
            await world.couriers.endings.flush()
          }
          return
        }
        case 'pass':
          pass(act.ms)
          await world.couriers.time.run()
          return
        case 'remove':
        case 'switch':
        case 'radius':
        case 'begin':
        case 'expire':
        case 'renew': {
          const before = await world.store.find(id)
          if (before === undefined) return
          if (act.kind === 'remove') await world.store.remove(id, before.version, [])
          else {
            const edited = { ...before, ...editOf(act, before), version: before.version + 1 }
            await world.store.update(edited, before.version, [])
          }
          await world.feed(aChange(before))
        }
      }
    }
  })
}

/** Plants the fault that nobody notices what becomes valid or invalid. */
function withoutTurning({ subjects, ...sound }: PlaceStores): PlaceStores {
  return { ...sound, subjects: { ...subjects, turning: () => Promise.resolve([]) } }
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
