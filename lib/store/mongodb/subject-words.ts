import type { Collection } from 'mongodb'
import { LAST_CHARACTER } from '#lib/store/subjects.ts'
import type { SubjectDocument } from './subject-document.ts'
import { BY_KEYWORD_INDEX } from './subject-schema.ts'

/** So many subjects are read at a time. */
const PAGE_SIZE = 200

/** The first keys of subjects that begin with a prefix, in the order of the index. */
export async function wordsOf(
  subjects: Collection<SubjectDocument>,
  prefix: string,
  limit: number,
): Promise<string[]> {
  const end = prefix + LAST_CHARACTER
  const words = new Set<string>()
  let last: string | undefined
  while (words.size < limit) {
    const isNext = (word: string) =>
      word.startsWith(prefix) && (last === undefined || compareBytes(word, last) > 0)
    const range = { ...(last === undefined ? { $gte: prefix } : { $gt: last }), $lt: end }
    const page = await subjects
      .find(
        { keywords: { $elemMatch: range } },
        { projection: { _id: 0, keywords: 1 }, hint: BY_KEYWORD_INDEX },
      )
      .limit(PAGE_SIZE)
      .toArray()
    const isWhole = page.length < PAGE_SIZE
    // Each subject comes once, at its first word. Up to the first word of the last one, no word is missing.
    const found = page.map(({ keywords }) => keywords.filter(isNext).toSorted(compareBytes))
    const until = found.at(-1)?.[0]
    const complete = found
      .flat()
      .filter((word) => isWhole || (until !== undefined && compareBytes(word, until) <= 0))
    for (const word of complete.toSorted(compareBytes)) words.add(word)
    if (isWhole) break
    last = until
  }
  return [...words].slice(0, limit)
}

/** The order of the index: that of the bytes of UTF-8. */
function compareBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}
