import { z } from 'zod'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import type { ServiceClient } from '#lib/service-client/service-client.ts'
import type { StoredOffer } from './diff-offers.ts'
import type { OfferDraft } from './draft-of.ts'

/** The offers of one owner in storage. Each write gives true when it was done, false when storage refused it. */
export interface StoredOffers {
  list(): Promise<StoredOffer[]>
  create(draft: OfferDraft): Promise<boolean>
  replace(id: string, draft: OfferDraft): Promise<boolean>
  remove(id: string): Promise<boolean>
}

const PATH = '/store/offers'
const PAGE_MAX = 200
const NOT_FOUND = 404

/** Answers that say nothing of the offer, but that storage will not work for us now. */
const NOT_NOW = new Set([401, 403, 429])

const pageSchema = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      ext: z.object({ key: z.string().optional(), revision: z.string().optional() }).default({}),
    }),
  ),
  next: z.string().optional(),
})

/** Reaches the offers of an owner over storage's API; each call rejects with UnavailableError when that is down. */
export function openStoredOffers(storage: ServiceClient, owner: string): StoredOffers {
  function available(response: Response): Response {
    if (response.status < 500 && !NOT_NOW.has(response.status)) return response
    throw new UnavailableError(`Cannot use offers of "${owner}": storage answered ${response.status}`)
  }

  return {
    async list() {
      const offers: StoredOffer[] = []
      let cursor: string | undefined
      do {
        const query = new URLSearchParams({ owner, limit: String(PAGE_MAX) })
        if (cursor !== undefined) query.set('cursor', cursor)
        const response = available(await storage.call(`${PATH}?${query.toString()}`))
        const page = pageSchema.parse(await response.json())
        offers.push(...page.items)
        cursor = page.next
      } while (cursor !== undefined)
      return offers
    },
    create: async (draft) => available(await storage.call(PATH, { method: 'POST', json: draft })).ok,
    async replace(id, draft) {
      const current = available(await storage.call(`${PATH}/${id}`))
      const etag = current.headers.get('etag')
      return (
        current.ok &&
        etag !== null &&
        available(await storage.call(`${PATH}/${id}`, { method: 'PUT', json: draft, ifMatch: etag })).ok
      )
    },
    async remove(id) {
      const response = available(await storage.call(`${PATH}/${id}`, { method: 'DELETE' }))
      return response.ok || response.status === NOT_FOUND
    },
  }
}
