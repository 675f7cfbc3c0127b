import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { anOffer, aSearch } from '#lib/builders/a-subject.ts'
import { travel } from '#lib/geo/travel.ts'
import { isMatch, pairsOf } from '#lib/matching/rule.ts'
import type { Subject } from '#lib/subjects/subject.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { aChange, aPing, HOME, openWorld, type World } from './open-world.fixture.ts'

const PHONES = 8
const PAIRS_MAX = 2
const MATCHERS = 3
const FIRST_AGE_MS = 300_000
/** So long that no step is too fast for a phone. */
const STEP_MS = 40_000

/** What the owner of a phone does: comes and goes, and switches what follows the phone on and off. In between, a worker works. */
const acts = fc.constantFrom('in', 'in', 'out', 'on', 'on', 'off', 'work')
const histories = fc.array(fc.array(acts, { minLength: 1, maxLength: 5 }), {
  minLength: PHONES,
  maxLength: PHONES,
})

/** More phones at one place than each may have matches, with several matchers. */
export function describeBoundedCrowd(
  name: string,
  freshUrl: () => Promise<string>,
  { numRuns }: { readonly numRuns: number },
): void {
  test(`on ${name}, after any acts at the same time, a match is missing only where a side has as many as it may have`, async () => {
    let missing = 0
    await fc.assert(
      fc.asyncProperty(histories, async (history) => {
        const [folder, url] = [temporaryFolder(), await freshUrl()]
        const worlds: World[] = []
        for (let count = 0; count < MATCHERS; count += 1)
          worlds.push(await openWorld(folder, url, { pairsMax: PAIRS_MAX }))
        const [first] = worlds
        if (first === undefined) throw new Error('Cannot use a world: none is open')
        try {
          const subjects = history.map((_, index) => (index % 2 === 0 ? aSearch : anOffer)(follower(index)))
          await first.keep(...subjects)
          await first.feed(
            ...subjects.map(({ device = '', owner }) =>
              aPing(device, HOME, { ageMs: FIRST_AGE_MS, person: owner }),
            ),
          )
          // Those that are full are parked when the others begin to act.
          await first.couriers.further.run()
          await Promise.all(
            subjects.map(async (subject, index) => {
              const world = worlds[index % MATCHERS] ?? first
              for (const [step, act] of (history[index] ?? []).entries())
                await perform(act, { world, subject, ageMs: FIRST_AGE_MS - (step + 1) * STEP_MS })
            }),
          )
          missing += await missingAtRest(worlds, subjects)
        } finally {
          await Promise.all(worlds.map((world) => world.close()))
        }
      }),
      { numRuns },
    )
    // The bound has left some out: otherwise this would have shown nothing.
    expect(missing).toBeGreaterThan(0)
  })
}

interface Scene {
  readonly world: World
  readonly subject: Subject
  readonly ageMs: number
}

async function perform(act: string, { world, subject, ageMs }: Scene): Promise<void> {
  if (act === 'work') return world.couriers.further.run()
  if (act === 'in' || act === 'out') {
    const place = travel(HOME, 90, act === 'in' ? 0 : 2_000)
    await world.feed(aPing(subject.device ?? '', place, { ageMs, person: subject.owner }))
    return
  }
  const before = await world.store.find(subject.id)
  if (before === undefined) throw new Error('Cannot edit: there is no such subject')
  const edited = { ...before, active: act === 'on', version: before.version + 1 }
  await world.store.update(edited, before.version, [])
  await world.feed(aChange(subject))
}

/** Waits for rest, and checks all pairs. Gives how many of those that fit are no match. */
async function missingAtRest(worlds: readonly World[], subjects: readonly Subject[]): Promise<number> {
  for (const { couriers } of worlds) await couriers.notices.flush()
  for (const { couriers } of worlds) await couriers.further.run()
  const [first] = worlds
  const ids = subjects.map(({ id }) => id)
  const now = (await first?.subjects.findAll({ ids })) ?? []
  const current = (await first?.matches.currentOf(ids)) ?? []
  expect(current.filter(({ state }) => state === 'proposed')).toEqual([])
  const together = new Set(current.map(({ search, offer }) => `${search} ${offer}`))
  expect(together.size).toBe(current.length)
  const countOf = (id: string) => current.filter(({ search, offer }) => search === id || offer === id).length
  const moment = { nowMs: Date.now(), blocked: new Set<string>() }
  const fitting = now
    .flatMap((a, index) => now.slice(index + 1).flatMap((b) => pairsOf(a, b)))
    .filter((pair) => isMatch(pair, moment))
    .map(({ search, counterpart }) => [search.id, counterpart.id] as const)
  const missing = fitting.filter((pair) => !together.has(pair.join(' ')))
  expect(missing.filter((pair) => pair.every((id) => countOf(id) < PAIRS_MAX))).toEqual([])
  expect(together.size).toBe(fitting.length - missing.length)
  return missing.length
}

function follower(index: number) {
  return {
    at: undefined,
    radiusMeters: 500,
    showLocation: true,
    owner: `person-${index}`,
    device: `phone-${index}`,
  } as const
}
