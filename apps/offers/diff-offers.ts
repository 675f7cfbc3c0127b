import type { OfferDraft } from './draft-of.ts'

/** An offer in storage. */
export interface StoredOffer {
  readonly id: string
  readonly ext: { readonly key?: string | undefined; readonly revision?: string | undefined }
}

/** The changes that bring storage to the state of the source. */
export interface OfferDiff {
  readonly created: readonly OfferDraft[]
  readonly changed: readonly { readonly id: string; readonly draft: OfferDraft }[]
  readonly vanished: readonly string[]
}

/**
 * Compares by the keys of the source. A duplicate stored offer of a key, from a run whose answer was lost, counts as vanished; of
 * two drafts with one key the last counts. A stored offer whose item was refused is not changed.
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
