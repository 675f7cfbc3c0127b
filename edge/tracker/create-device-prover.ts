import { LRUCache } from 'lru-cache'
import type { KeyRing } from '#lib/auth/key-file.ts'
import { verifyDeviceKey, type DeviceClaims } from '#lib/auth/tokens.ts'

const REMEMBERED_KEYS_MAX = 50_000
const REMEMBERED_MS = 60_000
const KEY_LENGTH_MAX = 2_048

/** Checks device keys. It returns a promise only for keys that are not in its cache. */
export interface DeviceProver {
  /** The owner of a device; undefined if the key is not a good key of this device. */
  personOf(device: string, key: string): string | undefined | Promise<string | undefined>
  /** The device of a key; undefined if the key is not good. */
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
