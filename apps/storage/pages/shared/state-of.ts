import type { SubjectView } from '../../subject-wire.ts'

/** What is the matter with a search or an offer, in a word. */
export type SubjectState =
  | 'active'
  | 'paused'
  | 'silent'
  | 'reserved'
  | 'settled'
  | 'expired'
  | 'waiting'
  | 'hidden'

/** The state of a search or an offer: what keeps it from new matches, the gravest first. */
export function stateOf(
  subject: Pick<SubjectView, 'active' | 'paused' | 'stage' | 'hidden' | 'validFrom' | 'validUntil'>,
  nowMs: number,
): SubjectState {
  const { active, paused, stage, hidden, validFrom, validUntil } = subject
  if (hidden === true) return 'hidden'
  if (stage === 'settled') return 'settled'
  if (validUntil !== undefined && Date.parse(validUntil) <= nowMs) return 'expired'
  if (!active) return 'paused'
  if (paused === true) return 'silent'
  if (validFrom !== undefined && Date.parse(validFrom) > nowMs) return 'waiting'
  return stage === 'reserved' ? 'reserved' : 'active'
}
