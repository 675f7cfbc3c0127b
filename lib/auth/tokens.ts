import { SignJWT, jwtVerify, type CryptoKey, type JWTPayload } from 'jose'
import type { KeyRing } from '#lib/auth/key-file.ts'
import type { Role } from '#lib/auth/caller.ts'

/** Seconds a person's or a service's token lives. */
export const TOKEN_SECONDS = 300

/** Clocks of our machines may differ by so many seconds. */
const CLOCK_TOLERANCE_SECONDS = 5

// The type in the header parts the kinds of tokens: one signed as the one is never taken for the other (RFC 8725, 3.11).
const PERSON_TYPE = 'person+jwt'
const SERVICE_TYPE = 'service+jwt'
const DEVICE_TYPE = 'device+jwt'

const ALGORITHM = 'EdDSA'
const SERVICE_PREFIX = 'service:'

/** Roles a person's token can carry. */
export type PersonRole = Extract<Role, 'person' | 'operate' | 'admin'>

/** What a person's token says. */
export interface PersonClaims {
  readonly person: string
  readonly role: PersonRole
}

/** What a device key says. */
export interface DeviceClaims {
  readonly device: string
  readonly person: string
}

/** A token of 5 minutes with which a person calls one station. */
export function signPersonToken(
  keys: KeyRing,
  { person, role }: PersonClaims,
  audience: string,
): Promise<string> {
  return new SignJWT({ role })
    .setProtectedHeader({ alg: ALGORITHM, typ: PERSON_TYPE })
    .setSubject(person)
    .setAudience(audience)
    .setIssuedAt()
    .setExpirationTime(`${TOKEN_SECONDS}s`)
    .sign(keys.accounts.privateKey)
}

/** A token of 5 minutes with which a service calls one station. */
export function signServiceToken(keys: KeyRing, service: string, audience: string): Promise<string> {
  return new SignJWT()
    .setProtectedHeader({ alg: ALGORITHM, typ: SERVICE_TYPE })
    .setSubject(SERVICE_PREFIX + service)
    .setAudience(audience)
    .setIssuedAt()
    .setExpirationTime(`${TOKEN_SECONDS}s`)
    .sign(keys.services.privateKey)
}

/** A device key: proves for as long as it is not revoked that a call comes from this device of this person. */
export function signDeviceKey(keys: KeyRing, { device, person }: DeviceClaims): Promise<string> {
  return new SignJWT({ person })
    .setProtectedHeader({ alg: ALGORITHM, typ: DEVICE_TYPE })
    .setSubject(device)
    .setIssuedAt()
    .sign(keys.accounts.privateKey)
}

/** The claims of a person's token for this audience, or undefined when it is none, or expired, or not ours. */
export async function verifyPersonToken(
  keys: KeyRing,
  token: string,
  audience: string,
): Promise<PersonClaims | undefined> {
  const payload = await verify(token, { key: keys.accounts.publicKey, type: PERSON_TYPE, audience })
  const role = (['person', 'operate', 'admin'] as const).find((known) => known === payload?.['role'])
  return payload?.sub === undefined || role === undefined ? undefined : { person: payload.sub, role }
}

/** The service behind a token for this audience, or undefined when it is none, or expired, or not ours. */
export async function verifyServiceToken(
  keys: KeyRing,
  token: string,
  audience: string,
): Promise<string | undefined> {
  const payload = await verify(token, { key: keys.services.publicKey, type: SERVICE_TYPE, audience })
  return payload?.sub?.startsWith(SERVICE_PREFIX) ? payload.sub.slice(SERVICE_PREFIX.length) : undefined
}

/** The claims of a device key, or undefined when it is none of ours. */
export async function verifyDeviceKey(keys: KeyRing, key: string): Promise<DeviceClaims | undefined> {
  const payload = await verify(key, { key: keys.accounts.publicKey, type: DEVICE_TYPE })
  const person = payload?.['person']
  return payload?.sub === undefined || typeof person !== 'string'
    ? undefined
    : { device: payload.sub, person }
}

interface Expected {
  readonly key: CryptoKey
  readonly type: string
  readonly audience?: string
}

async function verify(token: string, { key, type, audience }: Expected): Promise<JWTPayload | undefined> {
  try {
    const { payload } = await jwtVerify(token, key, {
      algorithms: [ALGORITHM],
      typ: type,
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      ...(audience !== undefined && { audience, requiredClaims: ['exp'] }),
    })
    return payload
  } catch {
    // Whatever is wrong with it, it proves nothing; the caller answers 401 without saying which part failed.
    return undefined
  }
}
