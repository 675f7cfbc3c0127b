import type { Role } from '#lib/auth/caller.ts'
import type { KeyRing } from '#lib/auth/key-file.ts'
import { signDeviceKey, signPersonToken, signServiceToken } from '#lib/auth/tokens.ts'

/** Password of the admin of apps under test. */
export const PASSWORD = 'a password for tests only'

/** Roles that an Authorization header can prove, and the key of a device, which proves none. */
export const CALLERS = ['person', 'device', 'service', 'operate', 'admin'] as const satisfies readonly (
  | Role
  | 'device'
)[]
export type CallerRole = (typeof CALLERS)[number]

/** The station, and optionally the person of the caller. */
export interface Calling {
  readonly keys: KeyRing
  readonly audience: string
  readonly person?: string
}

/** The Authorization header of a caller: a person, a device, accounts as a service, or the admin. */
export async function authorizationOf(
  caller: CallerRole,
  { keys, audience, person = 'anna' }: Calling,
): Promise<string> {
  if (caller === 'admin') return `Basic ${btoa(`admin:${PASSWORD}`)}`
  if (caller === 'device')
    return `Bearer ${await signDeviceKey(keys, { device: `${person}s-phone`, person, keyId: `${person}s-key` })}`
  return caller === 'service'
    ? `Bearer ${await signServiceToken(keys, 'accounts', audience)}`
    : `Bearer ${await signPersonToken(keys, { person, role: caller }, audience)}`
}
