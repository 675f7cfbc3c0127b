import type { ErasedPeople } from '#lib/erasure/follow-erased.ts'
import { tryDecodeEvent } from '#lib/events/decode-event.ts'
import type { RecordBatch } from '#lib/event-bus/event-bus.ts'
import {
  matchNotice,
  pairKey,
  peopleIn,
  ringKey,
  type MatchNotice,
  type NoticeType,
} from '#lib/events/match-notice.ts'
import type { DeliveryDraft, DeliveryStore } from '#lib/store/deliveries.ts'
import type { Span, Tracer } from '#lib/telemetry/tracer.ts'
import { withinSpans } from '#lib/telemetry/within-span.ts'
import { devicesToRing, type DevicePorts, type RungDevice } from './devices-to-ring.ts'

/** The dependencies of the handler. */
export interface NoticePorts extends DevicePorts {
  readonly deliveries: Pick<DeliveryStore, 'add' | 'withdraw'>
  /** The erased people: notices to or about them are dropped. */
  readonly erased: Pick<ErasedPeople, 'isErased' | 'assertKnown'>
  /** Called when there may be deliveries to send. */
  readonly onAdded: () => void
  /** Absent when tracing is off. */
  readonly tracer?: Tracer | undefined
}

// People see this reason: it must not reveal a block.
const WITHDRAWN_REASON = 'the match is over'

/**
 * Creates the handler for batches of `push.notices`. It stores one unique delivery per side and device; then the batch is
 * committed, so that a slow provider never blocks a partition. It ignores replayed notices and those of erased people, and
 * withdraws the pending deliveries of a match that ended by a block.
 */
export function createNoticeHandler(ports: NoticePorts): (batch: RecordBatch) => Promise<void> {
  const { deliveries, erased, onAdded, tracer } = ports

  /** Stores the deliveries of notices, with one call of each store. */
  async function addDeliveries(notices: readonly MatchNotice[]): Promise<void> {
    const people = new Set(notices.flatMap(({ sides }) => sides.map(({ person }) => person)))
    const devices = await devicesToRing([...people], ports)
    await deliveries.add(notices.flatMap((notice) => draftsOf(notice, devices)))
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
    const values = records.map(({ value }) => value)
    // Withdraw first, so that a match that began and was blocked in this batch does not ring in between.
    const blocked = values.flatMap((value) => readNotice(value, 'match.ended') ?? []).filter(isBlocked)
    if (blocked.length > 0) {
      const matches = [...new Set(blocked.map(({ match }) => match.id))]
      await deliveries.withdraw(matches, Date.now(), WITHDRAWN_REASON)
    }
    const notices = values
      .flatMap((value) => readNotice(value, 'match.found') ?? [])
      .filter((notice) => !peopleIn(notice).some((person) => erased.isErased(person)))
    if (notices.length === 0) return
    const spans: Span[] = []
    const followed = notices.map((notice) => follow(notice, spans))
    await withinSpans(spans, () => addDeliveries(followed))
    onAdded()
  }
}

/** The deliveries of a notice: one for each side and device of its person. */
function draftsOf(notice: MatchNotice, devices: ReadonlyMap<string, readonly RungDevice[]>): DeliveryDraft[] {
  const { id: match, search, offer } = notice.match
  return notice.sides.flatMap(({ person }, side) =>
    (devices.get(person) ?? []).map(({ device, channel }) => ({
      // A random UUID, because providers require it as idempotency key.
      id: crypto.randomUUID(),
      match,
      pair: pairKey(search, offer),
      ringKey: ringKey(notice, side),
      person,
      device,
      channel,
      content: { kind: 'match' as const, notice, side },
      created: Date.now(),
    })),
  )
}

/** True for an end by a block. A match that ended by movement still rings, because the two met. */
function isBlocked({ cause }: MatchNotice): boolean {
  return cause.reason === 'block'
}

/** The notice of a type in a record; undefined for another type, a replay, or an unreadable record. */
function readNotice(value: string, type: NoticeType): MatchNotice | undefined {
  const event = tryDecodeEvent(value)
  if (event === undefined || event.type !== type || event.replay !== undefined) return undefined
  const notice = matchNotice.safeParse(event.data.params).data
  return notice && goingOnFrom(notice, event.traceparent)
}

function goingOnFrom(notice: MatchNotice, traceparent: string | undefined): MatchNotice {
  return { ...notice, cause: { ...notice.cause, traceparent } }
}
