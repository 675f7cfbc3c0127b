import { cellsAt, coverCells } from '#lib/geo/cover.ts'
import type { Point } from '#lib/geo/point.ts'
import { counterpartRoles, roleOf, type SubjectRole } from '#lib/store/subject-role.ts'
import { matchingKeys } from '#lib/subjects/matching-keys.ts'
import type { Subject } from '#lib/subjects/subject.ts'

const ROLE_CODES: Readonly<Record<SubjectRole, string>> = {
  offer: 'o',
  'search for offers': 's',
  'search for searches': 'w',
}

/**
 * The keys by which candidates find a subject: its role, a keyword, and a cell of the cover of its circle. A subject whose point lies
 * in the circle asks for one of them, see `askedKeys()`. One that is switched off, or has no place, has none.
 */
export function indexKeys(subject: Subject, anchor: Point | undefined): string[] {
  if (!subject.active || anchor === undefined) return []
  const cells = coverCells(anchor, subject.radiusMeters)
  const role = roleOf(subject)
  return matchingKeys(subject).flatMap((keyword) => cells.map((cell) => keyOf(role, keyword, cell)))
}

/** The keys of the subjects that a subject could match: of each counterpart one, at least. */
export function askedKeys(subject: Subject): string[] {
  if (subject.at === undefined) return []
  const cells = cellsAt(subject.at)
  const words = matchingKeys(subject)
  return counterpartRoles(subject).flatMap((role) =>
    words.flatMap((keyword) => cells.map((cell) => keyOf(role, keyword, cell))),
  )
}

function keyOf(role: SubjectRole, keyword: string, cell: string): string {
  // All cells of H3 begin with 8; those of a coarse resolution end with a row of f.
  let end = cell.length
  while (cell[end - 1] === 'f') end -= 1
  return `${ROLE_CODES[role]}${keyword} ${cell.slice(1, end)}`
}
