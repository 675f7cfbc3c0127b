import type { SubjectQuery, SubjectStore } from '#lib/store/subjects.ts'
import type { Subject } from '#lib/subjects/subject.ts'

/** A query without its page. */
export type PageQuery = Omit<SubjectQuery, 'limit' | 'cursor'>

/** All pages of a list, `pageSize` subjects each. */
export async function listAll(store: SubjectStore, query: PageQuery, pageSize = 3): Promise<Subject[]> {
  const found: Subject[] = []
  let cursor: string | undefined
  do {
    const page = await store.list({ ...query, limit: pageSize, cursor })
    found.push(...page.items)
    cursor = page.next
  } while (cursor !== undefined)
  return found
}
