import type { Caller } from '#lib/auth/caller.ts'
import { ProblemError, badField } from '#lib/http/problem.ts'
import { askDeviceOwner } from '#lib/service-client/device-owner.ts'
import type { ServiceClient } from '#lib/service-client/service-client.ts'
import type { ActiveLimit } from '#lib/store/subjects.ts'
import { foldKeyword } from '#lib/subjects/fold-keyword.ts'
import { tidyKeywords } from '#lib/subjects/keywords.ts'
import type { Subject } from '#lib/subjects/subject.ts'
import { KEYWORD_LENGTH_MAX, KEYWORDS_MAX, type Draft } from './subject-wire.ts'

/** Maximum number of active subjects of one person. Expired subjects do not count. */
const ACTIVE_MAX = 50

const IMPORTER_PREFIX = 'importer:'
const SPACES = /^\p{White_Space}*$/u

/**
 * The owner of a draft.
 *
 * @throws {ProblemError} 400 when a service or admin does not say, 403 when a person names somebody else.
 */
export function ownerOf(draft: Pick<Draft, 'owner'>, caller: Caller): string {
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
 * Checks that the owner of a draft or subject has registered the device that it follows.
 *
 * @throws {ProblemError} 403 when the device is not registered by the owner.
 * @throws {UnavailableError} when accounts cannot be asked.
 */
export async function checkDevice(
  device: string | undefined,
  owner: string,
  accounts: ServiceClient,
): Promise<void> {
  if (device === undefined || (await askDeviceOwner(accounts, device))?.person === owner) return
  const detail = '"device" must be registered by the owner first: POST /accounts/devices'
  throw new ProblemError({ status: 403, code: 'not_your_device', field: 'device', detail })
}

/**
 * Refuses an end in the past. An expired subject can still be edited: it may keep the end that is stored.
 *
 * @throws {ProblemError} 400 when `validUntil` is in the past and differs from the stored one.
 */
export function checkEnd(draft: Draft, nowMs: number, kept?: Subject): void {
  if (draft.validUntil === undefined) return
  const end = Date.parse(draft.validUntil)
  if (end <= nowMs && end !== kept?.validUntil) throw badField('validUntil', 'must not be past')
}

/**
 * A draft with its keywords tidied, see `tidyKeywords()`. Stored keywords may be longer than new ones: older versions
 * stored them folded, and folding can turn one character into eighteen.
 *
 * @throws {ProblemError} 400 naming a keyword that is too long or has no visible character, or the list when it is empty or too long.
 */
export function withTidyKeywords(draft: Draft, kept?: Subject): Draft {
  for (const [place, keyword] of draft.keywords.entries()) {
    if (kept?.keywords.includes(keyword) === true) continue
    if (keyword.length > KEYWORD_LENGTH_MAX)
      throw badField(`keywords.${place}`, `must be at most ${KEYWORD_LENGTH_MAX} characters`)
    // HTML forms send empty keywords. Any other keyword without a visible character is a mistake of the writer.
    if (!SPACES.test(keyword) && foldKeyword(keyword) === '')
      throw badField(`keywords.${place}`, 'must hold a letter, a digit or a sign')
  }
  const keywords = tidyKeywords(draft.keywords)
  if (keywords.length === 0 || keywords.length > KEYWORDS_MAX)
    throw badField('keywords', `must hold 1 to ${KEYWORDS_MAX} different words`)
  return { ...draft, keywords }
}

/** The limit of active subjects of an owner; importers have none. */
export function activeLimit(owner: string, nowMs: number): ActiveLimit | undefined {
  return owner.startsWith(IMPORTER_PREFIX) ? undefined : { max: ACTIVE_MAX, nowMs }
}

/** The 409 for one active subject too many. */
export function tooManyActive(): ProblemError {
  const detail = `At most ${ACTIVE_MAX} searches and offers of one person may be active: switch one off first`
  return new ProblemError({ status: 409, code: 'too_many_active', field: 'active', detail })
}
