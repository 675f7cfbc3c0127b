import { expect } from 'vitest'
import type { PushEvent } from '#lib/events/event.ts'
import { matchNotice } from '#lib/events/match-notice.ts'
import { peopleKey } from '#lib/matching/people-key.ts'
import { isMatch, pairsOf, staysTogether } from '#lib/matching/rule.ts'
import type { Subject } from '#lib/subjects/subject.ts'
import type { World } from './open-world.fixture.ts'

/** Matchers of one platform that have come to rest, and what they should agree with. */
export interface Rested {
  readonly worlds: readonly World[]
  /** The matcher that is asked. */
  readonly first: World
  readonly subjects: readonly Subject[]
  /** For each block, who blocks and who is blocked, with a space between. */
  readonly blocks: ReadonlySet<string>
}

/** Checks that the pairs are those of the rule at this moment, and that each was told in order. */
export async function expectRule({ worlds, first, subjects, blocks }: Rested): Promise<void> {
  await Promise.all(worlds.map((world) => world.couriers.notices.flush()))
  const ids = subjects.map(({ id }) => id)
  const now = await first.subjects.findAll({ ids })
  const current = await first.matches.currentOf(ids)
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
