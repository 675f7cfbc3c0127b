import { createHash } from 'node:crypto'
import type { PushEvent } from '#lib/events/event.ts'

const ID_LENGTH = 32

/** The id of an event that another one causes for a thing: the same each time, so that a redelivery causes a known copy. */
export function derivedId({ source, clientsource, subject, id }: PushEvent, thing: string): string {
  // Nothing more than older versions hashed, where there is no more: a redelivery to a newer one is a known copy, too.
  const more =
    clientsource === undefined && subject === undefined ? [] : [clientsource ?? null, subject ?? null]
  return createHash('sha256')
    .update(JSON.stringify([source, id, thing, ...more]))
    .digest('hex')
    .slice(0, ID_LENGTH)
}
