import { peopleKey } from '#lib/matching/people-key.ts'
import {
  commonKeywords,
  excludes,
  hasAccuratePlaces,
  isInRegions,
  isOn,
  isOpen,
  isValidAt,
  isWanted,
  type Moment,
  type Pair,
} from '#lib/matching/rule.ts'
import type { Subject } from '#lib/subjects/subject.ts'

/** The names of the conditions of the rule, in the order in which people look for a reason. */
export const CONDITIONS = [
  'wants',
  'owners',
  'blocked',
  'active',
  'valid',
  'stage',
  'keywords',
  'not',
  'place',
  'accuracy',
] as const

/** A condition of the rule for one pair. */
export interface Condition {
  readonly name: (typeof CONDITIONS)[number]
  readonly holds: boolean
  /** The ids of the sides because of which it does not hold; absent for a condition of both sides together. */
  readonly failing?: string[]
}

/**
 * Each condition of the rule with its state: `isMatch()` is true when all of them hold.
 *
 * - `wants`: the search looks for such a subject
 * - `owners`: the two belong to different people
 * - `blocked`: neither of these people blocked the other
 * - `active`: both are switched on, and not hidden by operators
 * - `valid`: both are valid at this moment
 * - `stage`: both are open
 * - `keywords`: a keyword of the one is, in some form, one of the other
 * - `not`: neither has a keyword that the other excludes
 * - `place`: both have a place, and the place of each is in the region of the other
 * - `accuracy`: the positions of their devices are accurate enough
 */
export function conditionsOf(pair: Pair, moment: Moment): Condition[] {
  const { search, counterpart } = pair
  const both = (name: Condition['name'], holds: boolean): Condition => ({ name, holds })
  const each = (name: Condition['name'], holds: (own: Subject, other: Subject) => boolean): Condition => {
    const failing = [
      ...(holds(search, counterpart) ? [] : [search.id]),
      ...(holds(counterpart, search) ? [] : [counterpart.id]),
    ]
    return failing.length === 0 ? { name, holds: true } : { name, holds: false, failing }
  }
  return [
    both('wants', isWanted(search, counterpart)),
    both('owners', search.owner !== counterpart.owner),
    both('blocked', !moment.blocked.has(peopleKey(search.owner, counterpart.owner))),
    each('active', isOn),
    each('valid', (own) => isValidAt(own, moment.nowMs)),
    each('stage', isOpen),
    both('keywords', commonKeywords(search, counterpart) > 0),
    each('not', (own, other) => !excludes(own, other)),
    both('place', isInRegions(pair)),
    both('accuracy', hasAccuratePlaces(pair, moment)),
  ]
}
