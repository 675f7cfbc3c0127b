import type { TrackedEvent } from '#lib/events/tracked-event.ts'
import { createCallDescriber } from '../create-call-describer.ts'
import type { Unreadable } from '../delivered.ts'
import type { EventOutcome } from '../event-count.ts'
import { openClientAddresses } from '../limits/client-addresses.ts'
import { openRefusalCount } from '../limits/count-refusals.ts'
import { openPrivacy } from '../limits/open-privacy.ts'
import { addressRate, openCallRates } from '../limits/open-call-rates.ts'
import type { TrackerOptions } from '../options.ts'
import { isRefusal, readEvent, type RawEvent, type Refusal } from '../read-event.ts'
import { ADMITTED } from '../write-keys/create-write-key-check.ts'
import { withoutWriteKey } from '../write-keys/find-write-key.ts'
import { createAppendKeeper } from './create-append-keeper.ts'
import { createCallAdmitter } from './create-call-admitter.ts'
import { createEventProver } from './create-event-prover.ts'
import { createEventScreen } from './create-event-screen.ts'
import { createSenderIdentifier } from './create-sender-identifier.ts'
import { createTakenCounter } from './create-taken-counter.ts'
import { createUnreadableKeeper } from './create-unreadable-keeper.ts'
import type { Intake, Receipt, Taken } from './intake.ts'
import type { PendingAppend } from './pending-append.ts'
import { withholdUnproven } from './withhold-unproven.ts'

const NOTHING: readonly Unreadable[] = []

/**
 * Opens the way into the stream. This is the hot path: a step returns a promise only if it must wait, and only then `take()`
 * awaits it.
 */
export function openIntake(options: TrackerOptions): Intake {
  const { limits, metrics, writeKeys } = options
  const privacy = openPrivacy(options.privacyPolicy)
  const identify = createSenderIdentifier(options)
  const admit = createCallAdmitter(options)
  const findAddress = openClientAddresses({ ...options, rate: addressRate(limits) })
  const rate = openCallRates(limits, openRefusalCount(metrics))
  const describe = createCallDescriber(options)
  const prove = createEventProver(options.proveDevice)
  const keepUnreadable = createUnreadableKeeper(privacy)
  const screen = createEventScreen({ privacy, limits, keepUnreadable })
  const keep = createAppendKeeper(options)
  const count = createTakenCounter(metrics)

  return {
    async take(delivered, brought) {
      const { request, phone } = delivered
      const unreadable = phone?.unreadable ?? NOTHING
      const sender = identify(delivered)
      const caller = sender.caller instanceof Promise ? await sender.caller : sender.caller
      const isOfService = caller.role === 'service'
      const admission = isOfService ? ADMITTED : admit(delivered, brought, sender.basicKey)
      const address = findAddress(delivered.peerIp, request.headers)
      if (!isOfService) rate({ events: brought, unreadableCount: unreadable.length, address, admission })
      const call = describe(delivered, { caller, writeKeyId: admission.key?.id, address })
      const append: PendingAppend = {
        call,
        entries: [],
        identities: new Set(),
        isOfService,
        isOfPhone: phone !== undefined,
        isPrivate: !isOfService && privacy.asks(delivered),
      }
      const receipts: Receipt[] = []
      let isProven = false
      for (const raw of writeKeys === undefined ? brought : withoutWriteKeys(brought)) {
        const event = isRefusal(raw) ? raw : readEvent(raw, call)
        const proof = prove(raw, event, call)
        const person = proof instanceof Promise ? await proof : proof
        if (person !== undefined) isProven = true
        receipts.push(screen(raw, withPerson(event, person), append))
      }
      let unreadableOutcome: EventOutcome = 'unreadable'
      for (const part of unreadable) if (!keepUnreadable(part, append)) unreadableOutcome = 'dropped'
      if (admission.mustProve && !isProven) withholdUnproven(append)
      const ack = append.entries.length > 0 ? await keep(request, append.entries) : undefined
      const taken: Taken = { receipts, ack: ack ?? ackOfNothing(receipts, unreadableOutcome) }
      count(delivered, taken, unreadableOutcome)
      return taken
    },
  }
}

function withoutWriteKeys(events: readonly (RawEvent | Refusal)[]): (RawEvent | Refusal)[] {
  return events.map((raw) => (isRefusal(raw) ? raw : withoutWriteKey(raw)))
}

function withPerson(event: TrackedEvent | Refusal, person: string | undefined): TrackedEvent | Refusal {
  return isRefusal(event) || person === undefined ? event : { ...event, person }
}

/** The ack of a call of which nothing was kept. */
function ackOfNothing(receipts: readonly Receipt[], unreadableOutcome: EventOutcome): Taken['ack'] {
  const isDropped = unreadableOutcome === 'dropped' || receipts.some((receipt) => 'isDropped' in receipt)
  return isDropped ? 'none' : undefined
}
