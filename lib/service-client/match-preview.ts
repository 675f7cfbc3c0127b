import { z } from '@hono/zod-openapi'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import type { ServiceClient } from '#lib/service-client/service-client.ts'
import { LANGUAGES, STAGES, SUBJECT_KINDS, WANTS } from '#lib/subjects/choices.ts'
import type { Subject } from '#lib/subjects/subject.ts'

/** So many of those that would match are named, as on a page of a list. */
export const PREVIEWED_MAX = 20
/** How far those that would match are counted. */
export const PREVIEW_COUNT_MAX = 500

const point = z.object({ lat: z.number(), lng: z.number() })

/** A search or an offer as it would be stored, as far as the matching rule reads it. */
const draft = z.object({
  id: z.string(),
  kind: z.enum(SUBJECT_KINDS),
  wants: z.enum(WANTS),
  language: z.enum(LANGUAGES).optional(),
  keywords: z.array(z.string()),
  not: z.array(z.string()),
  /** Empty for somebody who is not known. */
  owner: z.string(),
  at: point.optional(),
  radiusMeters: z.number(),
  polygon: z.array(point).optional(),
  device: z.string().optional(),
  showLocation: z.boolean(),
  active: z.boolean(),
  stage: z.enum(STAGES),
  hidden: z.boolean(),
  validFrom: z.number().optional(),
  validUntil: z.number().optional(),
})

/** The question to apps/matching: what would match this now? */
export const matchPreviewSchema = z
  .object({
    draft,
    /** True when a subject with this id is stored, and the draft is an edit of it. */
    isEdit: z.boolean(),
  })
  .openapi('MatchPreview')

export type PreviewDraft = z.output<typeof draft>

/** The answer. */
export const previewedMatchesSchema = z
  .object({
    /** Where the draft would be shown; absent for one that follows a device without a place. */
    at: point.optional(),
    count: z.int(),
    more: z.boolean(),
    /** The ids of the newest of them. */
    subjects: z.array(z.string()),
    /** For an edit: how many of its matches would end. */
    ends: z.int().optional(),
    /** For an edit: how many matches would begin. */
    begins: z.int().optional(),
  })
  .openapi('PreviewedMatches')

export type PreviewedMatches = z.output<typeof previewedMatchesSchema>

// A person waits for the answer of the caller.
const PATIENCE_MS = 5_000

/**
 * Asks apps/matching what would match a search or an offer now, if it were stored as it is here.
 *
 * @throws {UnavailableError} when matching does not answer within five seconds.
 */
export async function askPreview(
  matching: ServiceClient,
  subject: Subject,
  isEdit: boolean,
): Promise<PreviewedMatches> {
  const response = await matching.call('/matching/preview', {
    method: 'POST',
    json: { draft: draft.parse(subject), isEdit },
    signal: AbortSignal.timeout(PATIENCE_MS),
  })
  if (response.status !== 200)
    throw new UnavailableError(`Cannot ask what would match: matching answered ${response.status}`)
  return previewedMatchesSchema.parse(await response.json())
}
