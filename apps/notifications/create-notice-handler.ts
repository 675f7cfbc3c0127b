import type { ErasedPeople } from '#lib/erasure/follow-erased.ts'
import { tryDecodeEvent } from '#lib/events/decode-event.ts'
import type { RecordBatch } from '#lib/event-bus/event-bus.ts'
import { matchNotice, peopleIn, type MatchNotice, type NoticeType } from '#lib/events/match-notice.ts'
import type { TwoPeople } from '#lib/matching/people-key.ts'
import type { DeliveryStore } from '#lib/store/deliveries.ts'
import type { InboxChange, InboxStore } from '#lib/store/inbox.ts'
import type { Span, Tracer } from '#lib/telemetry/tracer.ts'
import { withinSpans } from '#lib/telemetry/within-span.ts'
import { devicesToRing, type DevicePorts } from './devices-to-ring.ts'
import { draftsOf } from './drafts-of.ts'
import { changesOfEnded, changesOfFound } from './inbox/changes-of-notices.ts'

/** The dependencies of the handler. */
export interface NoticePorts extends DevicePorts {
  readonly deliveries: Pick<DeliveryStore, 'add' | 'withdraw'>
  readonly inbox: Pick<InboxStore, 'apply' | 'removeBetween'>
  /** The erased people: notices to or about them are dropped. */
  readonly erased: Pick<ErasedPeople, 'isErased' | 'assertKnown'>
  /** Called when there may be changes in inboxes to show. */
  readonly onShown: () => void
  /** Absent when tracing is off. */
  readonly tracer?: Tracer | undefined
}

// People see this reason: it must not reveal a block.
const WITHDRAWN_REASON = 'the match is over'

/**
 * Creates the handler for batches of `push.notices`. It stores one item in the inbox of each side, and one unique delivery per side
 * and device; then the batch is committed, so that a slow provider never blocks a partition. It ignores replayed notices and those of
 * erased people. When a match ended by a block, it withdraws the pending deliveries of the match, and removes what the two have about
 * each other in their inboxes.
 */
export function createNoticeHandler(ports: NoticePorts): (batch: RecordBatch) => Promise<void> {
  const { deliveries, inbox, erased, onShown, tracer } = ports

  /** Stores the deliveries of notices, with one call of each store. They need not wait for the inbox to ring. */
  async function addDeliveries(notices: readonly MatchNotice[]): Promise<void> {
    if (notices.length === 0) return
    const people = new Set(notices.flatMap(({ sides }) => sides.map(({ person }) => person)))
    const devices = await devicesToRing([...people], ports)
    const now = Date.now()
    await deliveries.add(notices.flatMap((notice) => draftsOf(notice, devices, now)))
  }

  async function show(changes: readonly InboxChange[]): Promise<void> {
    await inbox.apply(changes)
    onShown()
  }

  async function withdraw(blocked: readonly MatchNotice[]): Promise<void> {
    const matches = [...new Set(blocked.map(({ match }) => match.id))]
    await Promise.all([
      deliveries.withdraw(matches, Date.now(), WITHDRAWN_REASON),
      inbox.removeBetween(blocked.flatMap(peopleOf), Date.now()),
    ])
  }

  /** Starts the span of a traced notice; its deliveries continue that trace. */
  function follow(notice: MatchNotice, spans: Span[]): MatchNotice {
    const span = tracer?.follow(notice.cause.traceparent, { name: 'notify', kind: 'consumer' })
    if (span === undefined) return notice
    spans.push(span)
    return goingOnFrom(notice, span.traceparent)
  }

  return async function handleNotices({ records }) {
    erased.assertKnown()
    // Withdraw first, so that a match that began and was blocked in this batch does not ring in between.
    const ended = records.flatMap((record) => readNotice(record, 'match.ended') ?? [])
    const blocked = ended.filter(isBlocked)
    if (blocked.length > 0) await withdraw(blocked)
    const notices = records
      .flatMap((record) => readNotice(record, 'match.found') ?? [])
      .filter((notice) => !peopleIn(notice).some((person) => erased.isErased(person)))
    if (notices.length === 0 && ended.length === 0) return
    const over = new Set(blocked.map(({ match }) => match.id))
    const shown = notices.filter(({ match }) => !over.has(match.id))
    const now = Date.now()
    const changes = [
      ...shown.flatMap((notice) => changesOfFound(notice, now)),
      ...ended.flatMap(changesOfEnded),
    ]
    const spans: Span[] = []
    const followed = notices.map((notice) => follow(notice, spans))
    // Together, so that both are in one write where the store can.
    await withinSpans(spans, () => Promise.all([show(changes), addDeliveries(followed)]))
  }
}

/** The two people of a notice, if it names both. */
function peopleOf({ sides: [one, other] }: MatchNotice): TwoPeople[] {
  return one === undefined || other === undefined ? [] : [[one.person, other.person]]
}

/** True for an end by a block. A match that ended by movement still rings, because the two met. */
function isBlocked({ cause }: MatchNotice): boolean {
  return cause.reason === 'block'
}

type Read = Pick<RecordBatch['records'][number], 'value' | 'timestamp'>

/** The notice of a type in a record; undefined for another type, a replay, or an unreadable record. */
function readNotice({ value, timestamp: published }: Read, type: NoticeType): MatchNotice | undefined {
  const event = tryDecodeEvent(value)
  if (event === undefined || event.type !== type || event.replay !== undefined) return undefined
  const notice = matchNotice.safeParse(event.data.params).data
  if (notice === undefined) return undefined
  const { receivedAt: decided } = event.data.meta
  const hops = { ...notice.cause.hops, decided, published, noticed: Date.now() }
  return goingOnFrom({ ...notice, cause: { ...notice.cause, hops } }, event.traceparent)
}

function goingOnFrom(notice: MatchNotice, traceparent: string | undefined): MatchNotice {
  return { ...notice, cause: { ...notice.cause, traceparent } }
}
