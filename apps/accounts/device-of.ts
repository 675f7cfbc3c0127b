import type { Caller } from '#lib/auth/caller.ts'
import type { DeviceOf } from '#lib/store/devices.ts'

/** The device that a caller may change: people change their own devices, an admin changes any device. */
export function deviceOf(id: string, caller: Caller): DeviceOf {
  if (caller.role === 'admin') return { id }
  // An empty person matches no device in the store.
  return { id, person: caller.role === 'person' ? caller.person : '' }
}
