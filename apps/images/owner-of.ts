import type { Caller } from '#lib/auth/caller.ts'

/** In whose name a caller brings pictures; a service has its own. */
export function ownerOf(caller: Caller): string {
  if (caller.role === 'service') return `service:${caller.service}`
  return 'person' in caller ? caller.person : ''
}
