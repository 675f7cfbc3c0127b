import { BERLIN } from '#lib/builders/a-subject.ts'
import { COMBINATIONS, type SubjectFilter } from '#lib/store/subject-combinations.ts'
import type { SubjectQuery } from '#lib/store/subjects.ts'
import { queryTerms } from '#lib/subjects/text-terms.ts'

const SAMPLES: Required<Pick<SubjectQuery, SubjectFilter>> = {
  keywords: ['bike', 'car'],
  terms: queryTerms('bikes lights'),
  near: { centre: BERLIN, radiusMeters: 1_000 },
  area: { box: { south: 52, north: 53, west: 13, east: 14 } },
  ids: ['a', 'b'],
  owner: 'ada',
  notOwner: 'bob',
  active: true,
}

/** What can be asked for beside each combination. */
const BESIDE: readonly Partial<SubjectQuery>[] = [
  {},
  { kind: 'offer' },
  { kind: 'offer', liveAt: 1_000, cursor: 'x' },
  { hidden: true },
]

/** Every query that `COMBINATIONS` allows, with one value for each filter. */
export function everyQuery(samples: Partial<typeof SAMPLES> = {}): Partial<SubjectQuery>[] {
  const values = { ...SAMPLES, ...samples }
  const sets = COMBINATIONS.flatMap((line) => {
    let some: Partial<SubjectQuery>[] = [{}]
    for (const filter of line) some = some.flatMap((query) => [query, { ...query, [filter]: values[filter] }])
    return some
  })
  const each = new Map(sets.map((query) => [Object.keys(query).toSorted().join(), query]))
  return [...each.values()].flatMap((query) => BESIDE.map((beside) => ({ ...query, ...beside })))
}
