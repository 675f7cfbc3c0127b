import { z } from 'zod'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { bud } from '#lib/events/bud.ts'
import type { PushEvent } from '#lib/events/event.ts'
import type { OutgoingEvent } from '#lib/events/outgoing-event.ts'
import type { ServiceClient } from '#lib/service-client/service-client.ts'
import { tellTracker } from '#lib/service-client/tell-tracker.ts'
import { defineAction } from './action.ts'
import { derivedId } from './derived-id.ts'

const PAGE_MAX = 200
const BAD_REQUEST = 400

const pageSchema = z.object({
  items: z.array(z.object({ id: z.string(), owner: z.string() })),
  next: z.string().optional(),
})

/** The stations that bulk calls. */
export interface BulkPorts {
  readonly storage: ServiceClient
  readonly tracker: ServiceClient
}

/** After a bulk update: triggers matching for each active offer of the owner, page by page. */
export const bulk = defineAction({
  name: 'bulk',
  on: bud,
  handle:
    ({ storage, tracker }: BulkPorts) =>
    async ({ value, event }) => {
      let count = 0
      for await (const page of pagesOf(storage, value.owner)) {
        if (page === undefined) return 'refused'
        if (page.length > 0)
          await tellTracker(
            tracker,
            page.map((offer) => lookAgain(offer, event)),
          )
        count += page.length
      }
      return count > 0 ? 'done' : 'passed'
    },
})

interface StoredOffer {
  readonly id: string
  readonly owner: string
}

/** The active offers in pages; undefined when storage refuses the owner. */
async function* pagesOf(storage: ServiceClient, owner: string): AsyncGenerator<StoredOffer[] | undefined> {
  let cursor: string | undefined
  do {
    const query = new URLSearchParams({ owner, active: 'true', limit: String(PAGE_MAX) })
    if (cursor !== undefined) query.set('cursor', cursor)
    const response = await storage.call(`/store/offers?${query.toString()}`)
    if (response.status === BAD_REQUEST) {
      yield undefined
      return
    }
    if (!response.ok)
      throw new UnavailableError(`Cannot list offers of "${owner}": storage answered ${response.status}`)
    const page = pageSchema.parse(await response.json())
    yield page.items
    cursor = page.next
  } while (cursor !== undefined)
}

function lookAgain({ id, owner }: StoredOffer, cause: PushEvent): OutgoingEvent {
  return {
    id: derivedId(cause, id),
    type: 'offr',
    time: Date.parse(cause.time),
    params: { _id: id, action: 'notify', owner },
  }
}
