import { createHash } from 'node:crypto'
import type { PushEvent } from '#lib/events/event.ts'

const ID_LENGTH = 32

/** The id of an event that another one causes for a thing: the same each time, so that a redelivery causes a known copy. */
export function derivedId({ source, id }: PushEvent, thing: string): string {
  return createHash('sha256')
    .update(JSON.stringify([source, id, thing]))
    .digest('hex')
    .slice(0, ID_LENGTH)
}
