import { z } from 'zod'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import type { ServiceClient, ServiceRequest } from '#lib/service-client/service-client.ts'
import type { StoredOffer } from './diff-offers.ts'
import type { OfferDraft } from './draft-of.ts'

/** The offers of one owner in storage. Each write gives the reason of a refusal, or undefined on success. */
export interface StoredOffers {
  list(): Promise<StoredOffer[]>
  create(draft: OfferDraft): Promise<string | undefined>
  replace(id: string, draft: OfferDraft): Promise<string | undefined>
  remove(id: string): Promise<string | undefined>
}

const PATH = '/store/offers'
const PAGE_MAX = 200
const ANSWER_MS = 10_000
const NOT_FOUND = 404
const FAULT = 500

/** Statuses that do not depend on the offer: storage refuses all our calls now. */
const NOT_NOW = new Set([401, 403, 429])

// Other writers with the same owner may have stored any value there.
const ownText = z.string().optional().catch(undefined)
const extSchema = z.object({ key: ownText, revision: ownText }).catch({ key: undefined, revision: undefined })
const offerSchema = z.object({ id: z.string(), ext: extSchema })
const pageSchema = z.object({ items: z.array(offerSchema), next: z.string().optional() })
const problemSchema = z.object({ detail: z.string() })

/** Opens the offers of an owner over the API of storage; each call rejects with UnavailableError when storage is unavailable. */
export function openStoredOffers(storage: ServiceClient, owner: string, stopping: AbortSignal): StoredOffers {
  async function call(path: string, request: Omit<ServiceRequest, 'signal'> = {}): Promise<Response> {
    const signal = AbortSignal.any([stopping, AbortSignal.timeout(ANSWER_MS)])
    const response = await storage.call(path, { ...request, signal })
    // A 500 may be caused by this one offer; other 5xx mean that storage is unavailable.
    const isAway = response.status > FAULT || NOT_NOW.has(response.status)
    if (isAway)
      throw new UnavailableError(`Cannot use offers of "${owner}": storage answered ${response.status}`)
    return response
  }

  async function remove(id: string): Promise<string | undefined> {
    const response = await call(`${PATH}/${id}`, { method: 'DELETE' })
    return response.status === NOT_FOUND ? undefined : refusalOf(response)
  }

  return {
    async list() {
      const offers: StoredOffer[] = []
      let cursor: string | undefined
      do {
        const query = new URLSearchParams({ owner, limit: String(PAGE_MAX) })
        if (cursor !== undefined) query.set('cursor', cursor)
        const response = await call(`${PATH}?${query.toString()}`)
        const page = response.ok ? pageSchema.safeParse(await response.json()).data : undefined
        if (page === undefined) {
          throw new UnavailableError(`Cannot list offers of "${owner}": storage answered ${response.status}`)
        }
        offers.push(...page.items)
        cursor = page.next
      } while (cursor !== undefined)
      return offers
    },
    async create(draft) {
      const response = await call(PATH, { method: 'POST', json: draft })
      if (!response.ok) return refusalOf(response)
      const kept = offerSchema.safeParse(await response.json()).data
      if (kept === undefined || isFoundAgain(kept, draft)) return undefined
      // Otherwise the next run would not recognize it, and would create it again.
      await remove(kept.id)
      return 'storage changes its "key"'
    },
    async replace(id, draft) {
      const current = await call(`${PATH}/${id}`)
      const ifMatch = current.headers.get('etag')
      if (!current.ok || ifMatch === null) return refusalOf(current)
      return refusalOf(await call(`${PATH}/${id}`, { method: 'PUT', json: draft, ifMatch }))
    },
    remove,
  }
}

function isFoundAgain({ ext }: StoredOffer, draft: OfferDraft): boolean {
  return ext.key === draft.ext.key && ext.revision === draft.ext.revision
}

async function refusalOf(response: Response): Promise<string | undefined> {
  if (response.ok) return undefined
  const body: unknown = await response.json().catch(() => undefined)
  return problemSchema.safeParse(body).data?.detail ?? `storage answered ${response.status}`
}
