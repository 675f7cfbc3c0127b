import type { Caller } from '#lib/auth/caller.ts'

/** The owner of the pictures that a caller uploads; a service owns its pictures. */
export function ownerOf(caller: Caller): string {
  if (caller.role === 'service') return `service:${caller.service}`
  return 'person' in caller ? caller.person : ''
}
