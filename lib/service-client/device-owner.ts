import { z } from 'zod'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { pathSegment } from '#lib/http/path-segment.ts'
import type { ServiceClient } from '#lib/service-client/service-client.ts'

const answer = z.object({ person: z.string() })

/**
 * Asks apps/accounts for the person who registered a device; undefined if nobody did.
 *
 * @throws {UnavailableError} when accounts does not answer.
 */
export async function askDeviceOwner(accounts: ServiceClient, device: string): Promise<string | undefined> {
  const response = await accounts.call(`/accounts/devices/${pathSegment(device)}/owner`)
  if (response.status === 404) return undefined
  if (response.status !== 200)
    throw new UnavailableError(`Cannot ask who owns a device: accounts answered ${response.status}`)
  return answer.parse(await response.json()).person
}
