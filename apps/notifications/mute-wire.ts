import { ProblemError } from '#lib/http/problem.ts'
import { ownId, personId } from '#lib/http/wire-schemas.ts'
import { PREFERENCE_LIST_MAX, type Preferences } from '#lib/store/preferences.ts'

/** What a mute is about: exactly one of a search or offer, a person, or all. */
export interface MuteTarget {
  readonly search?: string | undefined
  readonly person?: string | undefined
  readonly all?: true | undefined
}

/** The fields of a mute, in bodies and queries. */
export const muteTargetFields = {
  search: ownId.optional().openapi({ description: 'An own search or offer' }),
  person: personId.optional().openapi({ description: 'The other person of matches' }),
} as const

/** True if a mute is about exactly one thing. */
export function isOneTarget({ search, person, all }: MuteTarget): boolean {
  return [search, person, all].filter((target) => target !== undefined).length === 1
}

/** What is wrong with a mute that is not about exactly one thing. */
export const ONE_TARGET = { error: 'must name exactly one of search, person and all', path: ['search'] }

/**
 * Preferences with a mute until a time; a mute of the same thing is replaced.
 *
 * @throws {ProblemError} 409 when the list is full.
 */
export function withMute(
  preferences: Preferences,
  target: MuteTarget,
  untilMs: number | undefined,
): Preferences {
  const { mutes } = withoutMute(preferences, target)
  const { search, person } = target
  const added = {
    subjects: search === undefined ? mutes.subjects : [...mutes.subjects, { id: search, untilMs }],
    people: person === undefined ? mutes.people : [...mutes.people, person],
    allUntilMs: target.all === undefined ? mutes.allUntilMs : untilMs,
  }
  if (Math.max(added.subjects.length, added.people.length) > PREFERENCE_LIST_MAX) {
    const detail = `There may be at most ${PREFERENCE_LIST_MAX} mutes: remove one first`
    throw new ProblemError({ status: 409, code: 'too_many_mutes', detail })
  }
  return { ...preferences, mutes: added }
}

/** Preferences without a mute. */
export function withoutMute(preferences: Preferences, { search, person, all }: MuteTarget): Preferences {
  const { subjects, people, allUntilMs } = preferences.mutes
  return {
    ...preferences,
    mutes: {
      subjects: subjects.filter(({ id }) => id !== search),
      people: people.filter((id) => id !== person),
      ...(all === undefined && allUntilMs !== undefined && { allUntilMs }),
    },
  }
}
