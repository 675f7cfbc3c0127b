import type { Delivery, DeliveryContent, HoldReason } from '#lib/store/deliveries.ts'
import type { Preferences } from '#lib/store/preferences.ts'
import { endOfSpan, nextFullHour, nextTimeOfDay } from '#lib/time/time-of-day.ts'
import { ownSide } from './own-side.ts'

/** How a person wants a delivery to ring at a time. */
export type RingWish =
  | { readonly does: 'ring' }
  | { readonly does: 'mute'; readonly reason: string }
  | { readonly does: 'hold'; readonly why: HoldReason; readonly dueAtMs: number; readonly reason: string }

/** The preferences of a person, the time zone of the device, and the time. */
export interface WishPorts {
  readonly preferences: Preferences
  readonly timeZone: string
  readonly nowMs: number
}

/** How long the first matches of a search or offer that was just made or changed are gathered: until none came for this time. */
export const GATHER_MS = 3_000

const RING: RingWish = { does: 'ring' }
const FOREVER = Number.MAX_SAFE_INTEGER

/**
 * How a person wants a delivery to ring. What was held before does not wait for its schedule or for other matches again, but for the
 * end of quiet hours.
 */
export function ringWish(
  delivery: Pick<Delivery, 'content' | 'person' | 'heldFor'>,
  ports: WishPorts,
): RingWish {
  const { content } = delivery
  if (content.kind === 'test') return RING
  const muted = muteReason(content, ports)
  if (muted !== undefined) return { does: 'mute', reason: muted }
  const isUrgent = isUrgentFor(ports.preferences, content)
  const isFirst = content.kind === 'match' && delivery.heldFor === undefined
  if (!isUrgent && isFirst) {
    const scheduled = scheduledFor(ports)
    if (scheduled !== undefined) return scheduled
  }
  const quiet = isUrgent ? undefined : quietUntil(ports)
  if (quiet !== undefined) return { does: 'hold', why: 'quiet', dueAtMs: quiet, reason: 'quiet hours' }
  if (isFirst && isOwnChange(content, delivery.person)) {
    const dueAtMs = ports.nowMs + GATHER_MS
    return { does: 'hold', why: 'already', dueAtMs, reason: 'one of several that were here already' }
  }
  return RING
}

/** The end of the quiet hours that a person has now; undefined if there are none. */
export function quietUntil({ preferences, timeZone, nowMs }: WishPorts): number | undefined {
  const { quiet } = preferences
  return quiet && endOfSpan(quiet, preferences.timeZone ?? timeZone, nowMs)
}

/** Why a person does not want to be told; undefined if they want to. */
export function muteReason(content: DeliveryContent, { preferences, nowMs }: WishPorts): string | undefined {
  const { allUntilMs = 0, people, subjects } = preferences.mutes
  if (allUntilMs > nowMs) return 'everything is muted'
  if (content.kind !== 'match') return undefined
  const { subject, other } = ownSide(content)
  if (other !== undefined && people.includes(other)) return 'this person is muted'
  const isMuted = subjects.some(({ id, untilMs = FOREVER }) => id === subject && untilMs > nowMs)
  return isMuted ? 'this search or offer is muted' : undefined
}

/** True if a delivery is about searches and offers that are urgent for their owner, and about nothing else. */
export function isUrgentFor({ urgent }: Pick<Preferences, 'urgent'>, content: DeliveryContent): boolean {
  const subjects = subjectsOf(content)
  return subjects.length > 0 && subjects.every((subject) => urgent.includes(subject))
}

function subjectsOf(content: DeliveryContent): string[] {
  if (content.kind === 'match') return [ownSide(content).subject]
  return content.kind === 'digest' ? content.subjects.map(({ subject }) => subject) : []
}

function scheduledFor({ preferences, timeZone, nowMs }: WishPorts): RingWish | undefined {
  const { mode, dailyAt, timeZone: own = timeZone } = preferences
  if (mode === 'instant') return undefined
  const dueAtMs = mode === 'hourly' ? nextFullHour(own, nowMs) : nextTimeOfDay(dailyAt, own, nowMs)
  return { does: 'hold', why: 'schedule', dueAtMs, reason: `rings ${mode}` }
}

/** True if the receiver's own edit, not a move, caused the match. */
function isOwnChange(content: DeliveryContent, person: string): boolean {
  if (content.kind !== 'match') return false
  const { cause } = content.notice
  return cause.person === person && cause.source.startsWith('/service/')
}
