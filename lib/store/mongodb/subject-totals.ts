import type { Collection } from 'mongodb'
import type { OwnerTotal } from '#lib/store/subjects.ts'
import type { SubjectKind } from '#lib/subjects/choices.ts'
import type { SubjectDocument } from './subject-document.ts'

/** Whose totals are wanted. */
export interface TotalsQuery {
  readonly kind: SubjectKind
  /** Only owners after this one. */
  readonly after: string
  readonly limit: number
}

const TOTALS_INDEX = 'totals'

/** How many subjects of a kind each owner has, in the order of the owners. Only the index is read. */
export async function totalsOf(
  subjects: Collection<SubjectDocument>,
  { kind, after, limit }: TotalsQuery,
): Promise<OwnerTotal[]> {
  const owners = new Set<string>()
  let last = after
  while (owners.size < limit) {
    const page = await subjects
      .find({ kind, owner: { $gt: last } }, { projection: { _id: 0, owner: 1 }, hint: TOTALS_INDEX })
      .sort({ owner: 1 })
      .limit(limit)
      .toArray()
    for (const { owner } of page) owners.add(owner)
    // The last owner may have more subjects than this page holds: they are stepped over.
    last = page.at(-1)?.owner ?? last
    if (page.length < limit) break
  }
  const wanted = [...owners].slice(0, limit)
  const totals = await subjects
    .aggregate<{ readonly _id: string; readonly active: number; readonly all: number }>(
      [
        { $match: { kind, owner: { $in: wanted } } },
        {
          $group: { _id: '$owner', active: { $sum: { $cond: ['$active', 1, 0] } }, all: { $sum: 1 } },
        },
        { $sort: { _id: 1 } },
      ],
      { hint: TOTALS_INDEX },
    )
    .toArray()
  return totals.map(({ _id: owner, active, all }) => ({ owner, active, all }))
}
