import { LRUCache } from 'lru-cache'
import type { KeyRing } from '#lib/auth/key-file.ts'
import { verifyDeviceKey, type DeviceClaims } from '#lib/auth/tokens.ts'

const REMEMBERED_KEYS_MAX = 50_000
const REMEMBERED_MS = 60_000
const KEY_LENGTH_MAX = 2_048

/** Says whether a key is that of a device; at once where it has seen the key before. */
export type DeviceProver = (device: string, key: string) => boolean | Promise<boolean>

/**
 * A prover that checks each key's signature once a minute at most, and at every call whether it was revoked; where nobody
 * says which were, none is.
 */
export function proveDevices(
  keys: KeyRing,
  isRevoked: (keyId: string) => boolean = () => false,
): DeviceProver {
  const claimsOfKey = new LRUCache<string, { claims: DeviceClaims | undefined }>({
    max: REMEMBERED_KEYS_MAX,
    ttl: REMEMBERED_MS,
  })

  function isOf(device: string, claims: DeviceClaims | undefined): boolean {
    return claims !== undefined && claims.device === device && !isRevoked(claims.keyId)
  }

  async function proveAnew(device: string, key: string): Promise<boolean> {
    const claims = await verifyDeviceKey(keys, key)
    claimsOfKey.set(key, { claims })
    return isOf(device, claims)
  }

  return function isProven(device, key) {
    if (key.length > KEY_LENGTH_MAX) return false
    const remembered = claimsOfKey.get(key)
    return remembered === undefined ? proveAnew(device, key) : isOf(device, remembered.claims)
  }
}
