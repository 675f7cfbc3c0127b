/** The fields of the form above a list, as they were sent; a missing one was left empty. */
export type AskedOfList = Readonly<
  Partial<
    Record<
      | 'keywords'
      | 'q'
      | 'place'
      | 'near'
      | 'radius'
      | 'owner'
      | 'active'
      | 'hidden'
      | 'sort'
      | 'limit'
      | 'cursor',
      string
    >
  >
>

/** What is wrong with the form: in our words where we have some, else in those of the station, which are English. */
export interface ListProblem {
  readonly word: 'together' | 'place' | 'owner' | 'nearest' | 'best' | 'other'
  readonly detail: string
}
