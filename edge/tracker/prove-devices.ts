import { LRUCache } from 'lru-cache'
import type { KeyRing } from '#lib/auth/key-file.ts'
import { verifyDeviceKey } from '#lib/auth/tokens.ts'

const REMEMBERED_KEYS_MAX = 50_000
const REMEMBERED_MS = 60_000
const KEY_LENGTH_MAX = 2_048

/** Says whether a key is that of a device; at once where it has seen the key before. */
export type DeviceProver = (device: string, key: string) => boolean | Promise<boolean>

/** A prover that checks each key's signature once a minute at most. */
export function proveDevices(keys: KeyRing): DeviceProver {
  const deviceOfKey = new LRUCache<string, { device: string | undefined }>({
    max: REMEMBERED_KEYS_MAX,
    ttl: REMEMBERED_MS,
  })

  async function proveAnew(device: string, key: string): Promise<boolean> {
    const claims = await verifyDeviceKey(keys, key)
    deviceOfKey.set(key, { device: claims?.device })
    return claims?.device === device
  }

  return function isProven(device, key) {
    if (key.length > KEY_LENGTH_MAX) return false
    const remembered = deviceOfKey.get(key)
    return remembered === undefined ? proveAnew(device, key) : remembered.device === device
  }
}
