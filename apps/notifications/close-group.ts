import type {
  Delivery,
  DeliveryEnd,
  EndState,
  GroupChange,
  HeldGroup,
  Hold,
  Release,
} from '#lib/store/deliveries.ts'
import type { Mapping } from '#lib/store/mappings.ts'
import { digestOf } from './digest-of.ts'
import { GATHER_MS, isUrgentFor, muteReason, quietUntil, type WishPorts } from './ring-wish.ts'
import { validUntilOf } from './valid-until-of.ts'

/** What decides about a held group. */
export interface ClosingPorts extends WishPorts {
  /** The mapping of the device; undefined if there is none. */
  readonly mapping: Mapping | undefined
  /** Ids of the deliveries whose ring key was told of another match meanwhile. */
  readonly rung: ReadonlySet<string>
  /** True if two matches of one ring key may both be told. */
  readonly hasWindow: boolean
}

/** The longest time for which the first matches are gathered. */
const GATHER_MS_MAX = 60_000

/**
 * What becomes of a held group that is due: matches that are over, muted or told meanwhile leave; in quiet hours the others wait;
 * one that is left rings as itself; more become one digest.
 */
export function closeGroup(group: HeldGroup, ports: ClosingPorts): GroupChange {
  const { deliveries, why } = group
  const { nowMs } = ports
  const ends = endsOf(deliveries, ports)
  const ended = new Set(ends.map(({ id }) => id))
  const open = deliveries.filter(({ id }) => !ended.has(id))
  const gatherUntilMs = why === 'already' ? gatheredAt(group, nowMs) : nowMs
  if (gatherUntilMs > nowMs) {
    return { outcomes: [...ends, ...open.map((each) => wait(each, why, gatherUntilMs))] }
  }
  const quietMs = quietUntil(ports)
  const isWaiting = ({ content }: Delivery) =>
    quietMs !== undefined && !isUrgentFor(ports.preferences, content)
  const waits = open.filter(isWaiting).map((each) => wait(each, why, quietMs ?? nowMs))
  const ready = open.filter((each) => !isWaiting(each))
  const [matches, others] = [ready.filter(isMatch), ready.filter((each) => !isMatch(each))]
  const outcomes = [...ends, ...waits, ...others.map(release)]
  const [first] = matches
  if (first === undefined) return { outcomes }
  if (matches.length === 1) return { outcomes: [...outcomes, release(first)] }
  const id = crypto.randomUUID()
  const draft = {
    id,
    match: id,
    pair: `digest ${id}`,
    ringKey: '',
    person: first.person,
    device: first.device,
    channel: ports.mapping?.channel ?? first.channel,
    content: digestOf(matches, why),
    created: nowMs,
  }
  return { outcomes, digest: { draft, told: matches.map((each) => each.id), atMs: nowMs } }
}

/** The ends of those deliveries that are told no more, also of a second match of one ring key. */
function endsOf(deliveries: readonly Delivery[], ports: ClosingPorts): DeliveryEnd[] {
  const told = new Map<string, string>()
  return deliveries.flatMap((delivery) => {
    const { ringKey, match } = delivery
    const end = endOf(delivery, ports)
    if (end !== undefined) return end
    if (ringKey === '' || !ports.hasWindow) return []
    const other = told.get(ringKey)
    if (other === undefined) told.set(ringKey, match)
    return other === undefined || other === match ? [] : over(delivery, 'rate_limited', RANG, ports)
  })
}

const RANG = 'this pair rang recently'

function endOf(delivery: Delivery, ports: ClosingPorts): DeliveryEnd | undefined {
  const { mapping, nowMs, rung } = ports
  if (mapping?.person !== delivery.person || mapping.state !== 'active' || mapping.channel === 'none') {
    return over(delivery, 'gone', 'the device has no active subscription', ports)
  }
  if ((validUntilOf(delivery.content) ?? Infinity) <= nowMs) {
    return over(delivery, 'expired', 'the match is over', ports)
  }
  const muted = muteReason(delivery.content, ports)
  if (muted !== undefined) return over(delivery, 'muted', muted, ports)
  return rung.has(delivery.id) ? over(delivery, 'rate_limited', RANG, ports) : undefined
}

function over({ id }: Delivery, state: EndState, reason: string, { nowMs }: ClosingPorts): DeliveryEnd {
  return { id, state, reason, atMs: nowMs }
}

/** The time at which the first matches are together: none came for a while, or they have waited long enough. */
function gatheredAt({ deliveries, nextDueMs = 0 }: HeldGroup, nowMs: number): number {
  const oldestMs = Math.min(...deliveries.map(({ created }) => created))
  return Math.min(nextDueMs, nowMs + GATHER_MS, oldestMs + GATHER_MS_MAX)
}

function wait({ id, reason = 'held' }: Delivery, why: Hold['why'], dueAtMs: number): Hold {
  return { id, state: 'held', why, dueAtMs, reason }
}

function release({ id }: Delivery): Release {
  return { id, state: 'pending' }
}

function isMatch({ content }: Delivery): boolean {
  return content.kind === 'match'
}
