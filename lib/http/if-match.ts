import { ProblemError } from '#lib/http/problem.ts'

/** A thing with versions. */
interface Versioned {
  readonly version: number
}

/**
 * Checks an If-Match header against a thing with versions.
 *
 * @throws {ProblemError} 412 when it names another version; 428 when it is required and missing.
 */
export function checkIfMatch(header: string | undefined, thing: Versioned, isNeeded: boolean): void {
  if (header === undefined && isNeeded) throw ifMatchMissing()
  if (header === undefined || header === '*') return
  if (header.split(',').some((tag) => isTagOf(thing, tag.trim()))) return
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

/**
 * True when a tag of If-Match names the stored version. The rest of the tag does not count: it differs between readers, and
 * when a device moves.
 *
 * @example
 * ```ts
 * isTagOf({ version: 7 }, '"7-abc"') // => true
 * isTagOf({ version: 7 }, '"8"') // => false
 * ```
 */
export function isTagOf({ version }: Versioned, tag: string): boolean {
  return /^"(\d+)(?:-[\da-z]+)?"$/u.exec(tag)?.[1] === String(version)
}
