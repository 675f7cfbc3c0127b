import type { IndexedSubject, SubjectIndex } from '#lib/store/subjects.ts'
import type { Subject } from '#lib/subjects/subject.ts'

/** All candidates of one subject, newest first. */
export async function candidatesOf(
  index: Pick<SubjectIndex, 'candidates'>,
  subject: Subject,
  limit = 100,
): Promise<IndexedSubject[]> {
  const found = new Map<string, IndexedSubject>()
  const seeker = { ...subject, anchor: subject.at }
  for (let cursor: string | undefined; ;) {
    const page = await index.candidates([{ subject: seeker, cursor }], limit)
    for (const each of page.found) found.set(each.id, each)
    cursor = page.more[0]?.cursor
    if (cursor === undefined) return [...found.values()].toSorted((a, b) => (a.id < b.id ? 1 : -1))
  }
}
