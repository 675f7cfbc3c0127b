import { z } from 'zod'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { pathSegment } from '#lib/http/path-segment.ts'
import type { ServiceClient } from '#lib/service-client/service-client.ts'

const answer = z.object({ person: z.string(), key_id: z.string().optional() })

/** The owner of a device. */
export interface DeviceOwner {
  readonly person: string
  /** The id of the current key of the device; absent while it has none. */
  readonly keyId?: string | undefined
}

/**
 * Asks apps/accounts for the person who registered a device; undefined if nobody did.
 *
 * @throws {UnavailableError} when accounts does not answer.
 */
export async function askDeviceOwner(
  accounts: ServiceClient,
  device: string,
): Promise<DeviceOwner | undefined> {
  const response = await accounts.call(`/accounts/devices/${pathSegment(device)}/owner`)
  if (response.status === 404) return undefined
  if (response.status !== 200)
    throw new UnavailableError(`Cannot ask who owns a device: accounts answered ${response.status}`)
  const { person, key_id: keyId } = answer.parse(await response.json())
  return { person, keyId }
}
