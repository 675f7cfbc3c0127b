import type { Stage, SubjectKind } from '#lib/subjects/choices.ts'

/** What the actions need of a search or an offer; the view of the station has it. */
export interface EditedSubject {
  readonly id: string
  readonly kind: SubjectKind
  readonly title: string
  readonly text: string
  readonly keywords: readonly string[]
  readonly place: string
  readonly region: {
    readonly circle?:
      | {
          readonly centre?: { readonly lat: number; readonly lng: number } | undefined
          readonly radiusMeters: number
        }
      | undefined
    readonly polygon?: unknown
  }
  readonly terms?:
    | {
        readonly type: string
        readonly amount?: number | undefined
        readonly currency?: string | undefined
      }
    | undefined
  readonly validFrom?: string | undefined
  readonly validUntil?: string | undefined
  readonly mobile: boolean
  readonly active: boolean
  readonly stage: Stage
}

/** The fields of the form, as they are written in it. Times are those of `datetime-local`, in UTC. */
export interface EditedFields {
  readonly title: string
  readonly text: string
  /** Parted by commas. */
  readonly keywords: string
  readonly place: string
  readonly lat: string
  readonly lng: string
  readonly radiusMeters: string
  /** Empty for none. */
  readonly terms: string
  readonly amount: string
  readonly currency: string
  readonly validFrom: string
  readonly validUntil: string
}

/** A JSON Merge Patch of a search or an offer. */
export type SubjectPatch = Readonly<Record<string, unknown>>

const MINUTE_LENGTH = 'YYYY-MM-DDTHH:MM'.length

/** The fields of the form for a search or an offer as it is. */
export function fieldsOfForm(subject: EditedSubject): EditedFields {
  const { title, text, keywords, place, region, terms, validFrom, validUntil } = subject
  const { centre, radiusMeters } = region.circle ?? {}
  return {
    title,
    text,
    keywords: keywords.join(', '),
    place,
    lat: textOf(centre?.lat),
    lng: textOf(centre?.lng),
    radiusMeters: textOf(radiusMeters),
    terms: terms?.type ?? '',
    amount: textOf(terms?.amount),
    currency: terms?.currency ?? '',
    validFrom: validFrom?.slice(0, MINUTE_LENGTH) ?? '',
    validUntil: validUntil?.slice(0, MINUTE_LENGTH) ?? '',
  }
}

/** What an edit changes: only the fields whose values in the form differ from those before, so that nothing else is written. */
export function patchOf(before: EditedFields, after: EditedFields): SubjectPatch {
  const isChanged = (...names: (keyof EditedFields)[]) => names.some((name) => before[name] !== after[name])
  const { title, text, place } = after
  return {
    ...(isChanged('title') && { title }),
    // A browser sends the lines of a text with the ends of lines of its own.
    ...(isChanged('text') && { text: text.replaceAll('\r\n', '\n') }),
    ...(isChanged('place') && { place }),
    ...(isChanged('keywords') && { keywords: wordsOf(after.keywords) }),
    ...(isChanged('lat', 'lng', 'radiusMeters') && { region: { circle: circleOf(before, after) } }),
    ...(isChanged('terms', 'amount', 'currency') && { terms: termsOf(after) }),
    ...(isChanged('validFrom') && { validFrom: momentOf(after.validFrom) }),
    ...(isChanged('validUntil') && { validUntil: momentOf(after.validUntil) }),
  }
}

function circleOf(before: EditedFields, after: EditedFields) {
  const isMoved = before.lat !== after.lat || before.lng !== after.lng
  return {
    ...(isMoved && { centre: { lat: Number(after.lat), lng: Number(after.lng) } }),
    ...(before.radiusMeters !== after.radiusMeters && { radiusMeters: Number(after.radiusMeters) }),
  }
}

// Null removes what the terms had before and have no more.
function termsOf({ terms, amount, currency }: EditedFields) {
  if (terms === '') return null
  return terms === 'price'
    ? { type: terms, amount: Number(amount), currency }
    : { type: terms, amount: null, currency: null }
}

function momentOf(text: string): string | null {
  return text === '' ? null : `${text}:00Z`
}

function wordsOf(text: string): string[] {
  return text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '')
}

function textOf(value: number | undefined): string {
  return value === undefined ? '' : String(value)
}
