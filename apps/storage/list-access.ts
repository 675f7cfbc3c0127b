import type { Caller, Role } from '#lib/auth/caller.ts'
import { ProblemError } from '#lib/http/problem.ts'
import type { SubjectQuery } from '#lib/store/subjects.ts'
import { seesAll } from './show-operate-list.ts'
import { isOperator } from './show-subject.ts'

const EXPORTERS: ReadonlySet<Role> = new Set(['service', 'operate', 'admin'])

/** What of a list decides who may see it. */
interface Asked {
  readonly owner?: string | undefined
  readonly hidden?: 'true' | 'false' | undefined
}

/**
 * Only live subjects of others are listed: inactive ones are private, and hidden ones are for operators.
 *
 * @throws {ProblemError} 403 when somebody else asks for what operators hide.
 */
export function whatIsSeen(
  { owner, hidden }: Asked,
  caller: Caller,
): Pick<SubjectQuery, 'hidden' | 'liveAt'> {
  const isOwn = caller.role === 'person' && caller.person === owner
  if (hidden !== undefined && !isOperator(caller))
    throw forbidden('hidden', 'Only operators may ask for what is hidden')
  const isAsked = hidden === undefined ? undefined : hidden === 'true'
  return {
    hidden: isAsked,
    liveAt: isOwn || seesAll(caller) || isAsked === true ? undefined : Date.now(),
  }
}

/**
 * Checks that a caller may read a list as a file for spreadsheets.
 *
 * @param field what asked for it
 * @throws {ProblemError} 403 for people and strangers.
 */
export function checkExport({ role }: Caller, field: string): void {
  if (!EXPORTERS.has(role))
    throw forbidden(field, 'Lists as CSV are for services, operators and admins: ask for JSON or GeoJSON')
}

function forbidden(field: string, detail: string): ProblemError {
  return new ProblemError({ status: 403, code: 'forbidden', field, detail })
}
