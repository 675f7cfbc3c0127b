import type { Caller } from '#lib/auth/caller.ts'
import { ProblemError, badField } from '#lib/http/problem.ts'
import { askDeviceOwner } from '#lib/service-client/device-owner.ts'
import type { ServiceClient } from '#lib/service-client/service-client.ts'
import type { ActiveLimit } from '#lib/store/subjects.ts'
import { foldKeyword } from '#lib/subjects/fold-keyword.ts'
import { tidyKeywords } from '#lib/subjects/keywords.ts'
import type { Subject } from '#lib/subjects/subject.ts'
import { KEYWORD_LENGTH_MAX, KEYWORDS_MAX, type Draft } from './subject-wire.ts'

/** Most active subjects of one person; those that are over do not count. */
const ACTIVE_MAX = 50

const IMPORTER_PREFIX = 'importer:'
const SPACES = /^\p{White_Space}*$/u

/**
 * In whose name a draft is written.
 *
 * @throws {ProblemError} 400 when a service or admin does not say, 403 when a person names somebody else.
 */
export function ownerOf(draft: Draft, caller: Caller): string {
  if (caller.role === 'person') {
    if (draft.owner === undefined || draft.owner === caller.person) return caller.person
    throw new ProblemError({
      status: 403,
      code: 'not_yours',
      field: 'owner',
      detail: '"owner" must be yourself',
    })
  }
  if (draft.owner === undefined) throw badField('owner', 'must be given by a service or an admin')
  if (caller.role === 'service' && !draft.owner.startsWith(IMPORTER_PREFIX)) {
    const detail = `"owner" must begin with "${IMPORTER_PREFIX}" when a service writes`
    throw new ProblemError({ status: 403, code: 'not_yours', field: 'owner', detail })
  }
  return draft.owner
}

/**
 * Nobody follows another's phone.
 *
 * @throws {ProblemError} 403 when the device is not registered by the owner.
 * @throws {UnavailableError} when accounts cannot be asked.
 */
export async function checkDevice(draft: Draft, owner: string, accounts: ServiceClient): Promise<void> {
  if (draft.device === undefined || (await askDeviceOwner(accounts, draft.device)) === owner) return
  const detail = '"device" must be registered by the owner first: POST /accounts/devices'
  throw new ProblemError({ status: 403, code: 'not_your_device', field: 'device', detail })
}

/**
 * Refuses what would be over before it begins. One that is over may be edited all the same: its end may stay as it is kept.
 *
 * @throws {ProblemError} 400 when `validUntil` is past, and another than the one that is kept.
 */
export function checkEnd(draft: Draft, nowMs: number, kept?: Subject): void {
  if (draft.validUntil === undefined) return
  const end = Date.parse(draft.validUntil)
  if (end <= nowMs && end !== kept?.validUntil) throw badField('validUntil', 'must not be past')
}

/**
 * A draft with its keywords tidied, see `tidyKeywords()`. Long ones that are kept already may stay: older versions kept them
 * folded, and one character may become eighteen by that.
 *
 * @throws {ProblemError} 400 naming a keyword that is too long or shows no word, or the list where it holds none or too many.
 */
export function withTidyKeywords(draft: Draft, kept?: Subject): Draft {
  for (const [place, keyword] of draft.keywords.entries()) {
    if (kept?.keywords.includes(keyword) === true) continue
    if (keyword.length > KEYWORD_LENGTH_MAX)
      throw badField(`keywords.${place}`, `must be at most ${KEYWORD_LENGTH_MAX} characters`)
    // Forms send an empty one along; anything else without a word is a mistake that its writer cannot see.
    if (!SPACES.test(keyword) && foldKeyword(keyword) === '')
      throw badField(`keywords.${place}`, 'must hold a letter, a digit or a sign')
  }
  const keywords = tidyKeywords(draft.keywords)
  if (keywords.length === 0 || keywords.length > KEYWORDS_MAX)
    throw badField('keywords', `must hold 1 to ${KEYWORDS_MAX} different words`)
  return { ...draft, keywords }
}

/** Keeps one person from filling a city; importers may. */
export function activeLimit(owner: string, nowMs: number): ActiveLimit | undefined {
  return owner.startsWith(IMPORTER_PREFIX) ? undefined : { max: ACTIVE_MAX, nowMs }
}

/** A 409: one more active subject would be too many. */
export function tooManyActive(): ProblemError {
  const detail = `At most ${ACTIVE_MAX} searches and offers of one person may be active: switch one off first`
  return new ProblemError({ status: 409, code: 'too_many_active', field: 'active', detail })
}
