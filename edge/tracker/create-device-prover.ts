import { LRUCache } from 'lru-cache'
import type { KeyRing } from '#lib/auth/key-file.ts'
import { verifyDeviceKey, type DeviceClaims } from '#lib/auth/tokens.ts'

const REMEMBERED_KEYS_MAX = 50_000
const REMEMBERED_MS = 60_000
const KEY_LENGTH_MAX = 2_048

/** Says what a device key proves; at once where it has seen the key before. */
export interface DeviceProver {
  /** Whose a device is, where the key is its own. */
  personOf(device: string, key: string): string | undefined | Promise<string | undefined>
  /** The device that a key is of, where it is a good one. */
  deviceOf(key: string): string | undefined | Promise<string | undefined>
}

/** Creates a prover that checks the signature of a key at most once a minute, and at each call whether it is revoked. */
export function createDeviceProver(keys: KeyRing, isRevoked: (keyId: string) => boolean): DeviceProver {
  const claimsOfKey = new LRUCache<string, { claims: DeviceClaims | undefined }>({
    max: REMEMBERED_KEYS_MAX,
    ttl: REMEMBERED_MS,
  })

  function goodOnly(claims: DeviceClaims | undefined): DeviceClaims | undefined {
    return claims === undefined || isRevoked(claims.keyId) ? undefined : claims
  }

  async function checkAnew(key: string): Promise<DeviceClaims | undefined> {
    const claims = await verifyDeviceKey(keys, key)
    claimsOfKey.set(key, { claims })
    return goodOnly(claims)
  }

  function claimsOf(key: string): DeviceClaims | undefined | Promise<DeviceClaims | undefined> {
    if (key.length > KEY_LENGTH_MAX) return undefined
    const remembered = claimsOfKey.get(key)
    return remembered === undefined ? checkAnew(key) : goodOnly(remembered.claims)
  }

  return {
    personOf(device, key) {
      const claims = claimsOf(key)
      return claims instanceof Promise
        ? claims.then((checked) => ownerOf(device, checked))
        : ownerOf(device, claims)
    },
    deviceOf(key) {
      const claims = claimsOf(key)
      return claims instanceof Promise ? claims.then((checked) => checked?.device) : claims?.device
    },
  }
}

function ownerOf(device: string, claims: DeviceClaims | undefined): string | undefined {
  return claims?.device === device ? claims.person : undefined
}
