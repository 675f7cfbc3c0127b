import type { OutgoingEvent } from '#lib/events/outgoing-event.ts'
import { openCourier } from '#lib/outbox/open-courier.ts'
import { openSubjectStore } from '#lib/store/open.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'

// Leases events from the outbox of the store in its argument and prints their ids, but never finishes to send them.
const outbox = await openSubjectStore(process.argv[2] ?? '')
const courier = openCourier<OutgoingEvent>({
  outbox,
  log: quietLog,
  tell: (events) => {
    process.stdout.write(events.map(({ id }) => `${id}\n`).join(''))
    return new Promise(() => undefined)
  },
})
courier.nudge()
