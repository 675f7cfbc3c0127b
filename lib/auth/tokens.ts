import { decodeJwt, decodeProtectedHeader, SignJWT, jwtVerify, type JWTPayload } from 'jose'
import type { KeyRing, KeySet } from '#lib/auth/key-file.ts'
import type { Role } from '#lib/auth/caller.ts'
import { isPersonId } from '#lib/auth/person-id.ts'

/** Life of a person's or a service's token, in seconds. */
export const TOKEN_SECONDS = 300

/** Tolerated difference between the clocks of our machines, in seconds. */
const CLOCK_TOLERANCE_SECONDS = 5

// The type in the header separates the kinds of tokens: a token of one kind is never accepted as another (RFC 8725, 3.11).
const PERSON_TYPE = 'person+jwt'
const SERVICE_TYPE = 'service+jwt'
const DEVICE_TYPE = 'device+jwt'
const LINK_TYPE = 'link+jwt'

const ALGORITHM = 'EdDSA'
const SERVICE_PREFIX = 'service:'

/** Roles a person's token can carry. */
export type PersonRole = Extract<Role, 'person' | 'operate' | 'admin'>

/** The session that a token belongs to. The token ends with it. */
export interface TokenSession {
  readonly id: string
  /** Position in the list of ended sessions, read before the session was looked up. Later entries may make the token invalid. */
  readonly sequence: number
}

/** What a person's token says. */
export interface PersonClaims {
  readonly person: string
  readonly role: PersonRole
  /** Absent in tokens that do not belong to a session. */
  readonly session?: TokenSession
}

/** The purpose of a link in a mail: to confirm an address, or to set a new password. */
export type LinkUse = 'confirm' | 'reset'

/** What a link in a mail says. */
export interface LinkClaims {
  readonly use: LinkUse
  /** The id of a sign-up, or of a person. */
  readonly subject: string
  /** The state of the subject when the link was made. When the state changes, the link is invalid. */
  readonly state?: string | undefined
}

/** What a device key says. */
export interface DeviceClaims {
  readonly device: string
  readonly person: string
  /** The id of the key, by which it can be revoked. */
  readonly keyId: string
}

/** A token of 5 minutes with which a person calls one station. */
export function signPersonToken(
  keys: KeyRing,
  { person, role, session }: PersonClaims,
  audience: string,
): Promise<string> {
  const token = new SignJWT({ role, ...(session && { sid: session.id, seq: session.sequence }) })
    .setSubject(person)
    .setAudience(audience)
    .setIssuedAt()
    .setExpirationTime(`${TOKEN_SECONDS}s`)
  return sign(keys.accounts, PERSON_TYPE, token)
}

/** A token of 5 minutes with which a service calls one station. */
export function signServiceToken(keys: KeyRing, service: string, audience: string): Promise<string> {
  const token = new SignJWT()
    .setSubject(SERVICE_PREFIX + service)
    .setAudience(audience)
    .setIssuedAt()
    .setExpirationTime(`${TOKEN_SECONDS}s`)
  return sign(keys.services, SERVICE_TYPE, token)
}

/** A device key: until it is revoked, it proves that a call comes from this device of this person. */
export function signDeviceKey(keys: KeyRing, { device, person, keyId }: DeviceClaims): Promise<string> {
  const token = new SignJWT({ person }).setSubject(device).setJti(keyId).setIssuedAt()
  return sign(keys.accounts, DEVICE_TYPE, token)
}

/** A token for a link in a mail. It expires after `lifeSeconds`. */
export function signLinkToken(
  keys: KeyRing,
  { use, subject, state }: LinkClaims,
  lifeSeconds: number,
): Promise<string> {
  const token = new SignJWT({ use, ...(state !== undefined && { state }) })
    .setSubject(subject)
    .setIssuedAt()
    .setExpirationTime(`${lifeSeconds}s`)
  return sign(keys.accounts, LINK_TYPE, token)
}

/** The claims of a link's token, or undefined when it is not ours, is for another use, or has expired. */
export async function verifyLinkToken(
  keys: KeyRing,
  token: string,
  use: LinkUse,
): Promise<LinkClaims | undefined> {
  const payload = await verify(token, { keys: keys.accounts, type: LINK_TYPE, mustExpire: true })
  const state = payload?.['state']
  if (payload?.sub === undefined || payload['use'] !== use) return undefined
  return { use, subject: payload.sub, ...(typeof state === 'string' && { state }) }
}

/** The claims of a person's token for this audience, or undefined when it is not one, has expired, or is not ours. */
export async function verifyPersonToken(
  keys: KeyRing,
  token: string,
  audience: string,
): Promise<PersonClaims | undefined> {
  return claimsOf(await verify(token, { keys: keys.accounts, type: PERSON_TYPE, audience }))
}

/** The claims of a person's token, without a check: only for a caller that has just received it from accounts. */
export function readPersonToken(token: string): PersonClaims | undefined {
  try {
    return claimsOf(decodeJwt(token))
  } catch {
    // It is not a token.
    return undefined
  }
}

function claimsOf(payload: JWTPayload | undefined): PersonClaims | undefined {
  const { sub: person, sid: id, seq: sequence } = payload ?? {}
  const role = (['person', 'operate', 'admin'] as const).find((known) => known === payload?.['role'])
  if (person === undefined || !isPersonId(person) || role === undefined) return undefined
  const isOfSession = typeof id === 'string' && typeof sequence === 'number'
  return { person, role, ...(isOfSession && { session: { id, sequence } }) }
}

/** The service behind a token for this audience, or undefined when it is not one, has expired, or is not ours. */
export async function verifyServiceToken(
  keys: KeyRing,
  token: string,
  audience: string,
): Promise<string | undefined> {
  const payload = await verify(token, { keys: keys.services, type: SERVICE_TYPE, audience })
  return payload?.sub?.startsWith(SERVICE_PREFIX) ? payload.sub.slice(SERVICE_PREFIX.length) : undefined
}

/** The claims of a device key, or undefined when it is not ours, or has no id: such a key could not be revoked. */
export async function verifyDeviceKey(keys: KeyRing, key: string): Promise<DeviceClaims | undefined> {
  const payload = await verify(key, { keys: keys.accounts, type: DEVICE_TYPE })
  const person = payload?.['person']
  const isOfPerson = typeof person === 'string' && isPersonId(person)
  return payload?.sub === undefined || payload.jti === undefined || !isOfPerson
    ? undefined
    : { device: payload.sub, person, keyId: payload.jti }
}

async function sign(keys: KeySet, type: string, token: SignJWT): Promise<string> {
  const { kid, privateKey } = await keys.signer()
  return token.setProtectedHeader({ alg: ALGORITHM, typ: type, kid }).sign(privateKey)
}

interface Expected {
  readonly keys: KeySet
  readonly type: string
  readonly audience?: string
  /** Whether a token without an expiry is refused. Tokens for an audience always need one. */
  readonly mustExpire?: boolean
}

async function verify(
  token: string,
  { keys, type, audience, mustExpire = audience !== undefined }: Expected,
): Promise<JWTPayload | undefined> {
  const kid = readKid(token)
  if (kid === null) return undefined
  for (const key of await keys.verifiers(kid)) {
    try {
      const { payload } = await jwtVerify(token, key, {
        algorithms: [ALGORITHM],
        typ: type,
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
        ...(mustExpire && { requiredClaims: ['exp'] }),
        // Regardless of its own expiry, a token lives no longer than ours do, and was issued in the past.
        ...(audience !== undefined && { audience, maxTokenAge: TOKEN_SECONDS }),
      })
      return payload
    } catch {
      // This key does not verify the token. The caller answers 401 without saying which part failed.
    }
  }
  return undefined
}

/** The key id of a token; undefined when it names none, as old tokens do; null when it is not a token. */
function readKid(token: string): string | undefined | null {
  try {
    const { kid } = decodeProtectedHeader(token)
    return kid === undefined || typeof kid === 'string' ? kid : null
  } catch {
    return null
  }
}
