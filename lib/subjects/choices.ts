/** The two kinds of subjects. */
export const SUBJECT_KINDS = ['search', 'offer'] as const
export type SubjectKind = (typeof SUBJECT_KINDS)[number]

/** What a search looks for: offers, or other searches (who else looks for this near me). */
export const WANTS = ['offers', 'searches'] as const
export type Wants = (typeof WANTS)[number]

/** Languages whose word forms meet: "bikes" and "bike", "Fahrräder" and "Fahrrad". */
export const LANGUAGES = ['de', 'en'] as const
export type Language = (typeof LANGUAGES)[number]
