import type { OneMatch } from '#lib/service-client/one-match.ts'

const DAY_MS = 86_400_000

/** How long two people can write to each other after the end of their match. */
const AFTER_END_MS = 30 * DAY_MS

/** True when a match ended so long ago that it holds no channel open. */
export function isOver(match: OneMatch, nowMs: number): boolean {
  return match.endedAt !== undefined && Date.parse(match.endedAt) + AFTER_END_MS <= nowMs
}

/** When a channel with this match is checked next: each day while the two are together, then at its end. */
export function nextCheck({ endedAt }: OneMatch, nowMs: number): number {
  return endedAt === undefined ? nowMs + DAY_MS : Date.parse(endedAt) + AFTER_END_MS
}
