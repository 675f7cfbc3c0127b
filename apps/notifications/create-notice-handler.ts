import type { ErasedPeople } from '#lib/erasure/follow-erased.ts'
import { tryDecodeEvent } from '#lib/events/decode-event.ts'
import type { Batch } from '#lib/event-bus/event-bus.ts'
import {
  matchNotice,
  pairKey,
  peopleIn,
  type MatchNotice,
  type NoticeType,
} from '#lib/events/match-notice.ts'
import type { DeliveryDraft, DeliveryStore } from '#lib/store/deliveries.ts'
import type { MappingStore } from '#lib/store/mappings.ts'
import type { Span, Tracer } from '#lib/telemetry/tracer.ts'
import { withinSpans } from '#lib/telemetry/within-span.ts'
import { newDeliveryId } from './new-delivery-id.ts'

/** What taking notices needs. */
export interface NoticePorts {
  readonly mappings: MappingStore
  readonly deliveries: DeliveryStore
  /** Who is to be told nothing any more, and of whom nobody. */
  readonly erased: Pick<ErasedPeople, 'isErased' | 'assertKnown'>
  /** Called when there may be something to send. */
  readonly onAdded: () => void
  /** Absent where nothing is traced. */
  readonly tracer?: Tracer | undefined
}

// People see it: it must not tell that they were blocked.
const WITHDRAWN_REASON = 'the match is over'

/**
 * Gives the handler of batches of `push.notices`: for each side and device a delivery row, unique; then the batch is
 * committed, and a slow provider never blocks a partition. Replayed notices ring nobody, nor do those of erased people; what
 * a match that ended by a block has yet to ring is withdrawn.
 */
export function takeNotices(ports: NoticePorts): (batch: Batch) => Promise<void> {
  const { mappings, deliveries, erased, onAdded, tracer } = ports

  async function draftsOf(notice: MatchNotice): Promise<DeliveryDraft[]> {
    const { id: match, search, offer } = notice.match
    const drafts = await Promise.all(
      notice.sides.map(async ({ person }, side) => {
        const devices = (await mappings.ofPerson(person)).filter(
          ({ state, channel }) => state === 'active' && channel !== 'none',
        )
        return devices.map(({ device, channel }): DeliveryDraft => ({
          id: newDeliveryId(),
          match,
          pair: pairKey(search, offer),
          side,
          person,
          device,
          channel,
          kind: 'match.found',
          notice,
          created: Date.now(),
        }))
      }),
    )
    return drafts.flat()
  }

  /** Begins the span of a notice that is followed; its deliveries go on from that. */
  function follow(notice: MatchNotice, spans: Span[]): MatchNotice {
    const span = tracer?.follow(notice.cause.traceparent, { name: 'notify', kind: 'consumer' })
    if (span === undefined) return notice
    spans.push(span)
    return goingOnFrom(notice, span.traceparent)
  }

  return async function handleNotices({ records }) {
    erased.assertKnown()
    const values = records.map(({ value }) => value)
    // First, so that a match that both began and was blocked in this batch rings nobody in between.
    for (const { match } of values
      .flatMap((value) => readNotice(value, 'match.ended') ?? [])
      .filter(isBlocked)) {
      await deliveries.withdraw(match.id, Date.now(), WITHDRAWN_REASON)
    }
    const notices = values
      .flatMap((value) => readNotice(value, 'match.found') ?? [])
      .filter((notice) => !peopleIn(notice).some((person) => erased.isErased(person)))
    const spans: Span[] = []
    const followed = notices.map((notice) => follow(notice, spans))
    await withinSpans(spans, async () => {
      const drafts = await Promise.all(followed.map(draftsOf))
      await deliveries.add(drafts.flat())
    })
    onAdded()
  }
}

/** Who walked by and is gone has met them all the same; only who was blocked is not to be heard of any more. */
function isBlocked({ cause }: MatchNotice): boolean {
  return cause.reason === 'block'
}

/** The notice of this kind in a record; undefined where it is another, a replay, or nothing that can be read. */
function readNotice(value: string, type: NoticeType): MatchNotice | undefined {
  const event = tryDecodeEvent(value)
  if (event === undefined || event.type !== type || event.replay !== undefined) return undefined
  const notice = matchNotice.safeParse(event.data.params).data
  return notice && goingOnFrom(notice, event.traceparent)
}

function goingOnFrom(notice: MatchNotice, traceparent: string | undefined): MatchNotice {
  return { ...notice, cause: { ...notice.cause, traceparent } }
}
