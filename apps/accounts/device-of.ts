import type { Caller } from '#lib/auth/caller.ts'
import type { DeviceOf } from '#lib/store/devices.ts'

/** The device that a caller may change: a person's own, for an admin whoever's. */
export function deviceOf(id: string, caller: Caller): DeviceOf {
  if (caller.role === 'admin') return { id }
  // Of nobody: such a device is in no store.
  return { id, person: caller.role === 'person' ? caller.person : '' }
}
