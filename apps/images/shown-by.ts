import { z } from 'zod'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import type { ServiceClient } from '#lib/service-client/service-client.ts'

const answer = z.object({ items: z.array(z.object({ kind: z.string(), id: z.string() })) })

/**
 * The first search or offer of an owner that shows a picture, as `offer 019a…`; undefined when none does.
 *
 * @throws {UnavailableError} when storage cannot be asked.
 */
export async function shownBy(
  storage: ServiceClient,
  id: string,
  owner: string,
): Promise<string | undefined> {
  const response = await storage.call(`/store/pictures/${id}/uses?owner=${encodeURIComponent(owner)}`)
  if (!response.ok)
    throw new UnavailableError(`Cannot ask storage what shows a picture: it answered ${response.status}`)
  const [first] = answer.parse(await response.json()).items
  return first && `${first.kind} ${first.id}`
}
