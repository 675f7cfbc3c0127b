/** The two kinds of subjects. */
export const SUBJECT_KINDS = ['search', 'offer'] as const
export type SubjectKind = (typeof SUBJECT_KINDS)[number]

/** What a search looks for: offers, or other searches (who else looks for this near me). */
export const WANTS = ['offers', 'searches'] as const
export type Wants = (typeof WANTS)[number]

/** What a search or an offer is about. */
export const TOPICS = ['things', 'lost-and-found', 'help'] as const

/** What the owner of an offer asks for it. */
export const TERMS_TYPES = ['free', 'price', 'swap'] as const

/**
 * How far a search or an offer has come. An open one begins pairs. A reserved one begins none, and keeps those it has. A settled one is
 * over: it is not active.
 */
export const STAGES = ['open', 'reserved', 'settled'] as const
export type Stage = (typeof STAGES)[number]

/** Languages whose word forms meet: "bikes" and "bike", "Fahrräder" and "Fahrrad". */
export const LANGUAGES = ['de', 'en'] as const
export type Language = (typeof LANGUAGES)[number]
