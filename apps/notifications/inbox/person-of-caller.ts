import { personOf, type Caller } from '#lib/auth/caller.ts'
import { notFound } from '#lib/http/problem.ts'

/** The id of a caller who is a person: the guard lets nobody else in. */
export function personOfCaller(caller: Caller): string {
  const person = personOf(caller)
  if (person === undefined) throw notFound('inbox')
  return person
}
