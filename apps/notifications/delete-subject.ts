import { z } from 'zod'
import type { LinkSubject } from '#lib/auth/mail-links.ts'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { pathSegment } from '#lib/http/path-segment.ts'
import type { ServiceClient } from '#lib/service-client/service-client.ts'

const PATHS = { search: '/store/searches', offer: '/store/offers' } as const

const owned = z.object({ owner: z.string() })

/**
 * Deletes a search or offer in apps/storage if it belongs to a person; nothing happens when it does not, or is gone already.
 *
 * @throws {UnavailableError} when storage does not do it.
 */
export async function deleteSubject(
  storage: ServiceClient,
  person: string,
  { kind, id }: LinkSubject,
): Promise<void> {
  const path = `${PATHS[kind]}/${pathSegment(id)}`
  const found = await storage.call(path)
  if (found.status === 404) return
  if (found.status !== 200)
    throw new UnavailableError(`Cannot delete a ${kind}: storage answered ${found.status}`)
  // The owner of a search or offer never changes.
  if (owned.parse(await found.json()).owner !== person) return
  const { status } = await storage.call(path, { method: 'DELETE' })
  if (status !== 204 && status !== 404)
    throw new UnavailableError(`Cannot delete a ${kind}: storage answered ${status}`)
}
