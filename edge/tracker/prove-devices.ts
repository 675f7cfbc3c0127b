import { LRUCache } from 'lru-cache'
import type { KeyRing } from '#lib/auth/key-file.ts'
import { verifyDeviceKey, type DeviceClaims } from '#lib/auth/tokens.ts'

const REMEMBERED_KEYS_MAX = 50_000
const REMEMBERED_MS = 60_000
const KEY_LENGTH_MAX = 2_048

/** Says whose a device is, when the key is its own; at once where it has seen the key before. */
export type DeviceProver = (device: string, key: string) => string | undefined | Promise<string | undefined>

/** A prover that checks each key's signature once a minute at most, and at every call whether it was revoked. */
export function proveDevices(keys: KeyRing, isRevoked: (keyId: string) => boolean): DeviceProver {
  const claimsOfKey = new LRUCache<string, { claims: DeviceClaims | undefined }>({
    max: REMEMBERED_KEYS_MAX,
    ttl: REMEMBERED_MS,
  })

  function ownerOf(device: string, claims: DeviceClaims | undefined): string | undefined {
    return claims === undefined || claims.device !== device || isRevoked(claims.keyId)
      ? undefined
      : claims.person
  }

  async function proveAnew(device: string, key: string): Promise<string | undefined> {
    const claims = await verifyDeviceKey(keys, key)
    claimsOfKey.set(key, { claims })
    return ownerOf(device, claims)
  }

  return function personOf(device, key) {
    if (key.length > KEY_LENGTH_MAX) return undefined
    const remembered = claimsOfKey.get(key)
    return remembered === undefined ? proveAnew(device, key) : ownerOf(device, remembered.claims)
  }
}
