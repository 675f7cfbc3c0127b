import type { DeliveryContent, DigestContent, DigestSubject } from '#lib/store/deliveries.ts'

/** The contents that one digest can tell together. */
export type MergedContent = Extract<DeliveryContent, { kind: 'match' | 'digest' }>

const SUBJECTS_MAX = 10

/** One digest of several contents: its total is the number of their matches, those of one search or offer are counted together. */
export function mergeContents(contents: readonly MergedContent[]): DigestContent {
  const parts = contents.map(partOf)
  const subjects = new Map<string, DigestSubject>()
  for (const each of parts.flatMap((part) => part.subjects)) {
    const known = subjects.get(each.subject)
    subjects.set(each.subject, { ...each, matches: each.matches + (known?.matches ?? 0) })
  }
  const ends = parts.map(({ validUntil }) => validUntil)
  const known = ends.filter((end) => end !== undefined)
  return {
    kind: 'digest',
    why: 'schedule',
    matches: parts.reduce((sum, { matches }) => sum + matches, 0),
    subjects: [...subjects.values()].toSorted((a, b) => b.matches - a.matches).slice(0, SUBJECTS_MAX),
    // Absent when one of its matches does not end.
    ...(known.length === ends.length && { validUntil: Math.max(...known) }),
  }
}

type Part = Pick<DigestContent, 'matches' | 'subjects' | 'validUntil'>

function partOf(content: MergedContent): Part {
  if (content.kind === 'digest') return content
  const { notice, side } = content
  const own = notice.sides[side]
  const kind = own?.subject === notice.match.search ? 'search' : 'offer'
  const subjects =
    own === undefined ? [] : [{ subject: own.subject, kind, title: own.title, matches: 1 } as const]
  return { matches: 1, subjects, validUntil: notice.validUntil }
}
