import { z } from 'zod'
import type { RefusedItem } from '#lib/store/runs.ts'
import { untilAborted } from '#lib/time/until-aborted.ts'
import { draftOf, type OfferDraft } from './draft-of.ts'
import type { Importer, ImportContext } from './importers/importer.ts'

/** The offers of a source, checked item by item. */
export interface SourceContent {
  /** Number of items. */
  readonly given: number
  readonly drafts: readonly OfferDraft[]
  readonly refused: readonly RefusedItem[]
  /** Keys of refused items; their stored offers must not be removed. */
  readonly refusedKeys: ReadonlySet<string>
  /** Number of items without a readable key; they cannot be assigned to stored offers. */
  readonly unnamed: number
}

const ITEMS_MAX = 100_000
const KEY_LENGTH_MAX = 512

const keySchema = z
  .string({ error: 'must be text' })
  .min(1, { error: 'must not be empty' })
  .max(KEY_LENGTH_MAX, { error: `must be at most ${KEY_LENGTH_MAX} characters` })
  // Stores keep text as UTF-8: half of a surrogate pair would come back changed, and be a new offer in each run.
  .refine((key) => key.isWellFormed(), { error: 'must be well-formed Unicode' })

const text = z.string({ error: 'must be text' })
const number = z.number({ error: 'must be a number' })
const itemSchema = z.object({
  key: keySchema,
  title: text,
  text,
  keywords: z.array(text, { error: 'must be a list of words' }),
  at: z.object({ lat: number, lng: number }, { error: 'must be {"lat", "lng"}' }),
  radiusMeters: number,
  place: text,
})

/**
 * Reads all current offers of a source. Each item is checked separately; storage checks more at the write. Of two different
 * items with one key the last counts.
 *
 * @throws the error of the importer, or the reason of the signal; RangeError when the result is not a list, or is too long.
 */
export async function readSource(importer: Importer, context: ImportContext): Promise<SourceContent> {
  // Stop waiting for an importer that ignores its signal.
  const items: unknown = await untilAborted(importer.fetch(context), context.signal)
  if (!Array.isArray(items)) throw new RangeError('the source gave no list of offers')
  if (items.length > ITEMS_MAX) throw new RangeError(`the source gave more than ${ITEMS_MAX} offers`)
  const drafts = new Map<string, OfferDraft>()
  const refused: RefusedItem[] = []
  const refusedKeys = new Set<string>()
  let unnamed = 0

  function add(item: unknown): void {
    const parsed = itemSchema.safeParse(item)
    const key = keySchema.safeParse(z.object({ key: z.unknown() }).safeParse(item).data?.key).data
    if (key === undefined) unnamed += 1
    if (!parsed.success) {
      const [issue] = parsed.error.issues
      refused.push({
        key,
        reason: `"${issue?.path.join('.') || 'item'}" ${issue?.message ?? 'is not valid'}`,
      })
      if (key !== undefined) refusedKeys.add(key)
      return
    }
    const draft = draftOf(parsed.data, importer)
    const before = drafts.get(draft.ext.key)
    if (before !== undefined && before.ext.revision !== draft.ext.revision) {
      refused.push({ key, reason: 'another item of the source has this "key"' })
    }
    drafts.set(draft.ext.key, draft)
  }

  for (const item of items) add(item)
  return { given: items.length, drafts: [...drafts.values()], refused, refusedKeys, unnamed }
}
