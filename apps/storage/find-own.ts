import type { Caller } from '#lib/auth/caller.ts'
import { ProblemError, notFound } from '#lib/http/problem.ts'
import type { SubjectStore } from '#lib/store/subjects.ts'
import type { SubjectKind } from '#lib/subjects/choices.ts'
import type { Subject } from '#lib/subjects/subject.ts'
import { isTagOf } from './answer-subject.ts'
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

/**
 * Checks an If-Match header against a subject, or another thing with versions.
 *
 * @throws {ProblemError} 412 when it names another version; 428 when it is required and missing.
 */
export function checkIfMatch(
  header: string | undefined,
  subject: Pick<Subject, 'version'>,
  isNeeded: boolean,
): void {
  if (header === undefined && isNeeded) throw ifMatchMissing()
  if (header === undefined || header === '*') return
  if (header.split(',').some((tag) => isTagOf(subject, tag.trim()))) return
  throw stale()
}

/** The 428 of an edit that does not say which state it changes. */
export function ifMatchMissing(): ProblemError {
  const detail = 'Say in If-Match which state you edited: the ETag you read'
  return new ProblemError({ status: 428, code: 'if_match_missing', field: 'If-Match', detail })
}

/** The 412 after a concurrent edit. */
export function stale(): ProblemError {
  const detail = 'It was changed since you read it: read it again, then repeat the change'
  return new ProblemError({ status: 412, code: 'stale', field: 'If-Match', detail })
}
