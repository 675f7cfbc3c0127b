import { createHash } from 'node:crypto'
import type { ImportedOffer, Importer } from './importers/importer.ts'

/** An offer in the form of storage's API. */
export interface OfferDraft {
  readonly owner: string
  readonly title: string
  readonly text: string
  readonly keywords: readonly string[]
  readonly region: {
    readonly circle: { readonly centre: ImportedOffer['at']; readonly radiusMeters: number }
  }
  readonly place: string
  readonly showLocation: true
  readonly ext: {
    readonly key: string
    /** A hash of the content, so that unchanged offers are not written again. */
    readonly revision: string
  }
}

const REVISION_LENGTH = 32

/** The draft of an imported offer. */
export function draftOf(offer: ImportedOffer, importer: Importer): OfferDraft {
  const { key, title, text, at, radiusMeters, place } = offer
  const content = {
    owner: importer.owner,
    title,
    text,
    keywords: [...new Set([...importer.keywords, ...offer.keywords])],
    region: { circle: { centre: at, radiusMeters } },
    place,
    showLocation: true,
  } as const
  const revision = createHash('sha256')
    .update(JSON.stringify(content))
    .digest('hex')
    .slice(0, REVISION_LENGTH)
  return { ...content, ext: { key, revision } }
}
