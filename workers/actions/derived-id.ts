import { createHash } from 'node:crypto'
import type { PushEvent } from '#lib/events/event.ts'

const ID_LENGTH = 32

/** The id of an event that another event causes for a thing. It is deterministic, so that dedup drops copies after a redelivery. */
export function derivedId({ source, clientsource, subject, id }: PushEvent, thing: string): string {
  // Without these fields hash the same values as older versions, so that ids do not change during an upgrade.
  const more =
    clientsource === undefined && subject === undefined ? [] : [clientsource ?? null, subject ?? null]
  return createHash('sha256')
    .update(JSON.stringify([source, id, thing, ...more]))
    .digest('hex')
    .slice(0, ID_LENGTH)
}
