import type { KeyRing } from '#lib/auth/key-file.ts'
import { verifyDeviceKey } from '#lib/auth/tokens.ts'
import { pusherNamed } from '#lib/pusher/all-pushers.ts'
import { askDeviceOwner } from '#lib/service-client/device-owner.ts'
import type { ServiceClient } from '#lib/service-client/service-client.ts'
import type { Mapping } from '#lib/store/mappings.ts'

/** What proves that a subscription is the caller's. */
export interface Proof {
  /** The keys of the subscription, as the caller gave them. */
  readonly secret?: string | undefined
  /** The key of the device that has the subscription now. */
  readonly deviceKey?: string | undefined
}

/** The dependencies of the check. */
export interface ProofPorts {
  readonly keys: KeyRing
  readonly accounts: ServiceClient
}

/**
 * True when a subscription may move from the device that has it: the caller knows its keys, which only its browser has, or the current
 * key of that device.
 *
 * @throws {UnavailableError} when accounts does not answer.
 */
export async function mayTakeOver(
  holder: Mapping,
  { secret, deviceKey }: Proof,
  { keys, accounts }: ProofPorts,
): Promise<boolean> {
  const isSameOwner = pusherNamed(holder.channel)?.isSameOwner
  if (secret !== undefined && holder.secret !== undefined && isSameOwner?.(holder.secret, secret) === true) {
    return true
  }
  if (deviceKey === undefined) return false
  const claims = await verifyDeviceKey(keys, deviceKey)
  if (claims?.device !== holder.device || claims.person !== holder.person) return false
  const owner = await askDeviceOwner(accounts, holder.device)
  return owner?.person === holder.person && owner.keyId === claims.keyId
}
