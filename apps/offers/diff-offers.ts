import type { OfferDraft } from './draft-of.ts'

/** An offer as storage has it. */
export interface StoredOffer {
  readonly id: string
  readonly ext: { readonly key?: string | undefined; readonly revision?: string | undefined }
}

/** What must be done for storage to have what the source has. */
export interface OfferDiff {
  readonly created: readonly OfferDraft[]
  readonly changed: readonly { readonly id: string; readonly draft: OfferDraft }[]
  readonly vanished: readonly string[]
}

/**
 * Compares by the source's keys. A second offer under a key, left by a run whose answer was lost, vanishes; of two drafts
 * under a key the last one counts. What is stored under a key whose item was refused stays as it is.
 */
export function diffOffers(
  drafts: readonly OfferDraft[],
  stored: readonly StoredOffer[],
  refusedKeys: ReadonlySet<string> = new Set(),
): OfferDiff {
  const wanted = new Map(drafts.map((draft) => [draft.ext.key, draft]))
  const isNamed = (key: string) => wanted.has(key) || refusedKeys.has(key)
  const found = new Map<string, StoredOffer>()
  const vanished: string[] = []
  for (const offer of stored) {
    const { key } = offer.ext
    if (key === undefined || !isNamed(key) || found.has(key)) vanished.push(offer.id)
    else found.set(key, offer)
  }
  const created = [...wanted.values()].filter(({ ext }) => !found.has(ext.key))
  const changed = [...found].flatMap(([key, { id, ext }]) => {
    const draft = wanted.get(key)
    return draft === undefined || draft.ext.revision === ext.revision ? [] : [{ id, draft }]
  })
  return { created, changed, vanished }
}
