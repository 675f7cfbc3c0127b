import type { SubjectStore } from '#lib/store/subjects.ts'
import type { Subject } from '#lib/subjects/subject.ts'
import { findAny, findOwn, type Wanted } from './find-own.ts'

/**
 * A subject whose history and matches a caller may read: one of their own. Operators read those of all, and write none.
 *
 * @throws {ProblemError} 403 when it belongs to somebody else, 404 when the caller may not know that it exists.
 */
export async function findReadable(subjects: SubjectStore, wanted: Wanted): Promise<Subject> {
  return wanted.caller.role === 'operate' ? findAny(subjects, wanted) : findOwn(subjects, wanted)
}
