import { z } from 'zod'
import type { Caller } from '#lib/auth/caller.ts'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { badField, ProblemError } from '#lib/http/problem.ts'
import type { ServiceClient } from '#lib/service-client/service-client.ts'
import type { Subject } from '#lib/subjects/subject.ts'
import type { Draft } from './subject-wire.ts'

const answer = z.object({ owned: z.array(z.string()) })
const RETRY_AFTER_SECONDS = '5'

/** Whose pictures are checked: those that the subject shows now and did not show before. */
interface PicturesToCheck {
  readonly images: readonly string[]
  readonly kept?: readonly string[]
  readonly owner: string
  readonly caller: Caller
}

/**
 * Checks that new pictures of a subject exist and belong to its owner. A service shows its own pictures in the offers that it brings.
 *
 * @throws {ProblemError} 400 naming the picture that does not, 503 when images cannot be asked.
 */
export async function checkPictures(
  { images: client }: { readonly images: ServiceClient },
  { images, kept = [], owner, caller }: PicturesToCheck,
): Promise<void> {
  const added = [...new Set(images)].filter((id) => !kept.includes(id))
  if (added.length === 0) return
  const owners = [owner, ...(caller.role === 'service' ? [`service:${caller.service}`] : [])]
  const owned = await askOwned(client, { owners, ids: added })
  const wrong = images.findIndex((id) => added.includes(id) && !owned.includes(id))
  if (wrong !== -1) throw badField(`images.${wrong}`, 'must be the id of a picture of the owner')
}

async function askOwned(
  client: ServiceClient,
  ask: { readonly owners: readonly string[]; readonly ids: readonly string[] },
): Promise<readonly string[]> {
  try {
    const response = await client.call('/assets/owned', { method: 'POST', json: ask })
    if (response.ok) return answer.parse(await response.json()).owned
    throw new UnavailableError(`Cannot check pictures: images answered ${response.status}`)
  } catch (error) {
    if (!(error instanceof UnavailableError)) throw error
    const detail =
      'The station images, which knows the pictures, is down at the moment: try again, or write without new pictures'
    const headers = { 'retry-after': RETRY_AFTER_SECONDS }
    throw new ProblemError({ status: 503, code: 'images_unavailable', field: 'images', detail, headers })
  }
}

/**
 * A draft whose alternative texts are those of its pictures, without blank ones. A stored text goes with its picture.
 *
 * @throws {ProblemError} 400 naming a new text for a picture that the draft does not have.
 */
export function withTidyImageTexts(draft: Draft, kept?: Subject): Draft {
  const texts = Object.entries(draft.imageTexts).map(([id, text]) => [id, text.trim()] as const)
  const stray = texts.find(
    ([id, text]) =>
      text !== '' &&
      !draft.images.includes(id) &&
      (kept === undefined || !Object.hasOwn(kept.imageTexts, id)),
  )
  if (stray !== undefined) throw badField(`imageTexts.${stray[0]}`, 'must be for one of "images"')
  const tidy = texts.filter(([id, text]) => text !== '' && draft.images.includes(id))
  return { ...draft, imageTexts: Object.fromEntries(tidy) }
}
