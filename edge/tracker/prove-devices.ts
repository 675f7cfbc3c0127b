import { LRUCache } from 'lru-cache'
import type { KeyRing } from '#lib/auth/key-file.ts'
import { verifyDeviceKey } from '#lib/auth/tokens.ts'

const REMEMBERED_KEYS_MAX = 50_000
const REMEMBERED_MS = 60_000
const KEY_LENGTH_MAX = 2_048

/** Says whether a key is that of a device. */
export type DeviceProver = (device: string, key: string | undefined) => Promise<boolean>

/** A prover that checks each key's signature once a minute at most. */
export function proveDevices(keys: KeyRing): DeviceProver {
  const deviceOfKey = new LRUCache<string, { device: string | undefined }>({
    max: REMEMBERED_KEYS_MAX,
    ttl: REMEMBERED_MS,
  })
  return async function isProven(device, key) {
    if (key === undefined || key.length > KEY_LENGTH_MAX) return false
    const remembered = deviceOfKey.get(key)
    if (remembered !== undefined) return remembered.device === device
    const claims = await verifyDeviceKey(keys, key)
    deviceOfKey.set(key, { device: claims?.device })
    return claims?.device === device
  }
}
