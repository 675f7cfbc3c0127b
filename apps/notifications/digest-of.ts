import type {
  Delivery,
  DeliveryContent,
  DigestContent,
  DigestSubject,
  HoldReason,
} from '#lib/store/deliveries.ts'
import { ownSide } from './own-side.ts'

const SUBJECTS_MAX = 10

/** The content of a digest of deliveries of matches: its numbers are those of the deliveries. */
export function digestOf(deliveries: readonly Pick<Delivery, 'content'>[], why: HoldReason): DigestContent {
  const matches = deliveries.flatMap(({ content }) => (content.kind === 'match' ? [content] : []))
  const bySubject = Map.groupBy(matches, (content) => ownSide(content).subject)
  const subjects = [...bySubject.values()]
    .map(subjectOf)
    .sort((a, b) => b.matches - a.matches || (a.subject < b.subject ? -1 : 1))
    .slice(0, SUBJECTS_MAX)
  return { kind: 'digest', why, matches: matches.length, subjects, validUntil: lastEnd(matches) }
}

type MatchContent = Extract<DeliveryContent, { kind: 'match' }>

function subjectOf(matches: readonly MatchContent[]): DigestSubject {
  const [last] = matches.slice(-1).map(ownSide)
  return {
    subject: last?.subject ?? '',
    kind: last?.kind ?? 'search',
    title: last?.title ?? '',
    matches: matches.length,
  }
}

function lastEnd(matches: readonly MatchContent[]): number | undefined {
  const ends = matches.flatMap(({ notice }) => notice.validUntil ?? [])
  return ends.length < matches.length ? undefined : Math.max(...ends)
}
