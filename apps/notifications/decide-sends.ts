import type { Delivery, DeliveryEnd, DeliveryStore, DigestContent, Hold } from '#lib/store/deliveries.ts'
import type { Mapping, MappingStore } from '#lib/store/mappings.ts'
import type { PreferenceStore } from '#lib/store/preferences.ts'
import type { Decided } from './decided.ts'
import { preferencesOf } from './preferences-of.ts'
import { claimRings, type Claim } from './claim-rings.ts'
import { ringWish } from './ring-wish.ts'
import { validUntilOf } from './valid-until-of.ts'
import { whichFit } from './which-fit.ts'
import { whichMayRing, type RingPorts } from './which-may-ring.ts'

/** The dependencies of the decision. */
export interface DecisionPorts extends RingPorts {
  readonly deliveries: Pick<DeliveryStore, 'rungRecently' | 'route'>
  readonly mappings: Pick<MappingStore, 'findAll'>
  readonly preferences: Pick<PreferenceStore, 'findAll'>
  readonly ringWindowMs: number
}

/** A delivery to send, and the mapping of its device. */
export interface Send {
  readonly delivery: Delivery
  readonly mapping: Mapping
  /** What is told instead of the content of the delivery: it stands for `also` too. */
  readonly told?: DigestContent
  /** Deliveries that end with this one. */
  readonly also?: readonly Delivery[]
  /** The idempotency key of them all, in place of that of the delivery. */
  readonly key?: string
}

/** What is to be done with leased deliveries. */
export interface Decision {
  readonly sends: readonly Send[]
  /** To be given back when the outcomes of `sends` are stored. */
  readonly claims: readonly Claim[]
  /** Those that are not sent, each with its outcome. */
  readonly skips: readonly Decided[]
  /** Those whose side of the pair is rung for an earlier match by `sends`: decide them again when the outcomes of `sends` are stored. */
  readonly later: readonly Delivery[]
}

// With the back-off these take ten minutes. There is no time limit: a wait that the delivery did not cause (a held channel,
// a stopped process) must not end it.
const ATTEMPTS_MAX = 10
const NO_CHANNEL = 'none'
const OTHER_MS = 2_000
// A digest of what does not fit rings within five minutes.
const MANY_MS = 280_000

/**
 * Decides for deliveries that were leased for a channel which are sent, with a constant number of calls of the store. Counts the
 * rings that new accounts cause and that people get, and moves deliveries whose device has another channel by now.
 */
export async function decideSends(
  due: readonly Delivery[],
  channel: string,
  ports: DecisionPorts,
): Promise<Decision> {
  const nowMs = Date.now()
  const [found, stored, rung] = await Promise.all([
    ports.mappings.findAll([...new Set(due.map(({ device }) => device))]),
    ports.preferences.findAll([...new Set(due.map(({ person }) => person))]),
    rungOf(due, ports, nowMs),
  ])
  const mappings = new Map(found.map((mapping) => [mapping.device, mapping]))
  const moved: Mapping[] = []
  const skips: Decided[] = []
  const wanted: Send[] = []
  const holds: Decided[] = []
  for (const delivery of due) {
    const mapping = mappings.get(delivery.device)
    if (!isRung(mapping, delivery)) {
      skips.push(skip(delivery, nowMs, { state: 'gone', reason: 'the device has no active subscription' }))
    } else if (mapping.channel === channel) {
      const reason = skipReasonOf(delivery, rung.has(delivery.id), nowMs)
      const preferences = preferencesOf(delivery.person, stored)
      const wish = ringWish(delivery, { preferences, timeZone: mapping.timeZone, nowMs })
      if (reason !== undefined) skips.push(skip(delivery, nowMs, reason))
      else if (wish.does === 'mute')
        skips.push(skip(delivery, nowMs, { state: 'muted', reason: wish.reason }))
      else if (wish.does === 'hold') holds.push(hold(delivery, wish))
      else wanted.push({ delivery, mapping })
    } else {
      moved.push(mapping)
      skips.push(reroute(delivery, mapping, nowMs))
    }
  }
  await route(moved, ports)
  const { first, later } = ports.ringWindowMs === 0 ? { first: wanted, later: [] } : byMatch(wanted)
  // Last, because they consume quota.
  const mayRing = await whichMayRing(
    [...first, ...holds].map(({ delivery }) => delivery),
    ports,
    nowMs,
  )
  const isAllowed = ({ delivery }: Pick<Send, 'delivery'>) => mayRing.has(delivery.id)
  const limited = [...first, ...holds].filter((each) => !isAllowed(each))
  const allowed = first.filter(isAllowed)
  const counted = allowed.map(({ delivery }) => delivery).filter(isCounted)
  // Both at once: each is a commit of the store. The claim of what does not fit is given back with the others.
  const [fit, { claims, isFree }] = await Promise.all([
    whichFit(counted, stored, { rings: ports.rings, nowMs }),
    claimRings(allowed, ports, nowMs),
  ])
  const isTooMany = ({ delivery }: Send) => isCounted(delivery) && !fit.has(delivery.id)
  const tooMany = allowed.filter(isTooMany)
  // Others of the same people do not fit either; to ask for each one after the other would take as many rounds.
  const full = new Set(tooMany.map(({ delivery }) => delivery.ringKey))
  const isFull = ({ delivery }: Send) => full.has(delivery.ringKey) && isCounted(delivery)
  const fitting = allowed.filter((send) => !isTooMany(send))
  const isClaimed = ({ delivery }: Send) => isFree(delivery)
  const sends = fitting.filter(isClaimed)
  const many = { why: 'many', dueAtMs: nowMs + MANY_MS, reason: 'too many in an hour' } as const
  return {
    sends,
    claims,
    skips: [
      ...skips,
      ...limited.map(({ delivery }) => skip(delivery, nowMs, NEW_ACCOUNT)),
      ...holds.filter(isAllowed),
      ...[...tooMany, ...later.filter(isFull)].map(({ delivery }) => hold(delivery, many)),
      ...fitting.filter((send) => !isClaimed(send)).map(({ delivery }) => waitForOther(delivery, nowMs)),
    ],
    later: later.filter((send) => !isFull(send)).map(({ delivery }) => delivery),
  }
}

/** Another match of the same two people is being sent: what becomes of it decides about this one. */
function waitForOther(delivery: Delivery, nowMs: number): Decided {
  const reason = 'the same two people ring for another match at the moment'
  const outcome = {
    id: delivery.id,
    state: 'pending',
    dueAtMs: nowMs + OTHER_MS,
    reason,
    isTry: false,
  } as const
  return { delivery, result: 'later', outcome }
}

/** True if a delivery counts in the number of matches that its person wants to ring in an hour. */
function isCounted({ content, heldFor }: Delivery): boolean {
  return content.kind === 'match' && heldFor === undefined
}

function hold(delivery: Delivery, { why, dueAtMs, reason }: Omit<Hold, 'id' | 'state'>): Decided {
  return { delivery, result: 'held', outcome: { id: delivery.id, state: 'held', why, dueAtMs, reason } }
}

/** The deliveries whose pair rang their side within the ring window. A time far in the future comes from a wrong clock. */
async function rungOf(
  due: readonly Delivery[],
  { deliveries, ringWindowMs }: DecisionPorts,
  nowMs: number,
): Promise<ReadonlySet<string>> {
  return ringWindowMs === 0 ? new Set() : deliveries.rungRecently(due, { nowMs, windowMs: ringWindowMs })
}

function isRung(mapping: Mapping | undefined, { person }: Delivery): mapping is Mapping {
  return mapping?.person === person && mapping.state === 'active' && mapping.channel !== NO_CHANNEL
}

type SkipReason = Pick<DeliveryEnd, 'reason'> & {
  readonly state: 'gone' | 'rate_limited' | 'expired' | 'muted'
}

const NEW_ACCOUNT: SkipReason = {
  state: 'rate_limited',
  reason: 'the new account that caused it has reached its limit per hour',
}

function skip(delivery: Delivery, atMs: number, reason: SkipReason): Decided {
  return { delivery, result: reason.state, outcome: { id: delivery.id, ...reason, atMs } }
}

/** The reason not to send a delivery; undefined when it may be sent. */
function skipReasonOf(
  { content, attempts }: Delivery,
  isRungRecently: boolean,
  nowMs: number,
): SkipReason | undefined {
  if (isRungRecently) return { state: 'rate_limited', reason: 'this pair rang recently' }
  const validUntil = validUntilOf(content)
  if (validUntil !== undefined && validUntil <= nowMs) {
    return { state: 'expired', reason: 'the match is over' }
  }
  if (attempts >= ATTEMPTS_MAX) {
    return { state: 'expired', reason: `not delivered in ${attempts} attempts` }
  }
  return undefined
}

/** The device was registered for another channel meanwhile. If that channel is off, the delivery waits for it. */
function reroute(delivery: Delivery, { channel }: Mapping, dueAtMs: number): Decided {
  const reason = `moved to the channel "${channel}"`
  const outcome = { id: delivery.id, state: 'pending', dueAtMs, reason, isTry: false } as const
  return { delivery, result: 'rerouted', outcome }
}

async function route(moved: readonly Mapping[], { deliveries }: DecisionPorts): Promise<void> {
  for (const [channel, mappings] of Map.groupBy(moved, (mapping) => mapping.channel)) {
    await deliveries.route([...new Set(mappings.map(({ device }) => device))], channel)
  }
}

/** Splits sends into those for the first match of each ring key, and those for later ones. */
function byMatch(wanted: readonly Send[]): { readonly first: Send[]; readonly later: Send[] } {
  const matches = new Map<string, string>()
  const [first, later]: [Send[], Send[]] = [[], []]
  for (const send of wanted) {
    const { ringKey, match } = send.delivery
    if (!matches.has(ringKey)) matches.set(ringKey, match)
    if (ringKey === '' || matches.get(ringKey) === match) first.push(send)
    else later.push(send)
  }
  return { first, later }
}
