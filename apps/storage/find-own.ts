import type { Caller } from '#lib/auth/caller.ts'
import { ProblemError, notFound } from '#lib/http/problem.ts'
import type { SubjectStore } from '#lib/store/subjects.ts'
import type { SubjectKind } from '#lib/subjects/choices.ts'
import type { Subject } from '#lib/subjects/subject.ts'
import { isOwnerOf, maySee } from './show-subject.ts'

/** The subject that a caller wants to write. */
export interface Wanted {
  readonly kind: SubjectKind
  readonly id: string
  readonly caller: Caller
}

/**
 * A subject the caller may write.
 *
 * @throws {ProblemError} 403 when it belongs to somebody else, 404 when the caller may not know that it exists.
 */
export async function findOwn(subjects: SubjectStore, { kind, id, caller }: Wanted): Promise<Subject> {
  const subject = await subjects.find(id)
  if (subject === undefined || subject.kind !== kind || !maySee(caller, subject, Date.now()))
    throw notFound(kind)
  if (isOwnerOf(caller, subject)) return subject
  throw new ProblemError({ status: 403, code: 'not_yours', detail: `This ${kind} belongs to somebody else` })
}

/**
 * A subject for an operator, who may know all of them.
 *
 * @throws {ProblemError} 404 when there is none.
 */
export async function findAny(
  subjects: SubjectStore,
  { kind, id }: Pick<Wanted, 'kind' | 'id'>,
): Promise<Subject> {
  const subject = await subjects.find(id)
  if (subject?.kind !== kind) throw notFound(kind)
  return subject
}
