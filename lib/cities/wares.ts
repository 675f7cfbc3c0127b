/** Something that simulated people search for or offer. */
export interface Ware {
  readonly title: string
  readonly keywords: readonly string[]
}

/** A short list on purpose, so that simulated people who meet often match. */
export const wares: readonly Ware[] = [
  { title: 'Bicycle', keywords: ['bicycle', 'bike', 'Fahrrad'] },
  { title: 'Cello lessons', keywords: ['cello lessons', 'music'] },
  { title: 'Help with moving', keywords: ['moving help', 'Umzugshilfe'] },
  { title: 'Lost cat', keywords: ['lost cat', 'cat'] },
  { title: 'Babysitter', keywords: ['babysitter', 'childcare'] },
  { title: 'Coffee to share', keywords: ['coffee', 'Kaffee'] },
  { title: 'Language exchange', keywords: ['language exchange', 'tandem'] },
  { title: 'Old records', keywords: ['vinyl', 'records'] },
]
