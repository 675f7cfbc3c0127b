import { decodeJwt, decodeProtectedHeader, SignJWT, jwtVerify, type JWTPayload } from 'jose'
import type { KeyRing, KeySet } from '#lib/auth/key-file.ts'
import type { Role } from '#lib/auth/caller.ts'
import { isPersonId } from '#lib/auth/person-id.ts'

/** Seconds a person's or a service's token lives. */
export const TOKEN_SECONDS = 300

/** Clocks of our machines may differ by so many seconds. */
const CLOCK_TOLERANCE_SECONDS = 5

// The type in the header parts the kinds of tokens: one signed as the one is never taken for the other (RFC 8725, 3.11).
const PERSON_TYPE = 'person+jwt'
const SERVICE_TYPE = 'service+jwt'
const DEVICE_TYPE = 'device+jwt'
const LINK_TYPE = 'link+jwt'

const ALGORITHM = 'EdDSA'
const SERVICE_PREFIX = 'service:'

/** Roles a person's token can carry. */
export type PersonRole = Extract<Role, 'person' | 'operate' | 'admin'>

/** The session that a token was given for, so that the token can end with it. */
export interface TokenSession {
  readonly id: string
  /** Where the list of ended sessions stood before the session was looked at: what is added after that may void the token. */
  readonly sequence: number
}

/** What a person's token says. */
export interface PersonClaims {
  readonly person: string
  readonly role: PersonRole
  /** Absent in tokens that were not given for a session. */
  readonly session?: TokenSession
}

/** What a link in a mail lets somebody do. */
export type LinkUse = 'confirm' | 'reset'

/** What a link in a mail says. */
export interface LinkClaims {
  readonly use: LinkUse
  /** What it is for: the id of a sign-up, or of a person. */
  readonly subject: string
  /** How that was when the link was made; once it is otherwise the link is void. */
  readonly state?: string | undefined
}

/** What a device key says. */
export interface DeviceClaims {
  readonly device: string
  readonly person: string
  /** Names the key, so that it can be revoked. */
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

/** A device key: proves for as long as it is not revoked that a call comes from this device of this person. */
export function signDeviceKey(keys: KeyRing, { device, person, keyId }: DeviceClaims): Promise<string> {
  const token = new SignJWT({ person }).setSubject(device).setJti(keyId).setIssuedAt()
  return sign(keys.accounts, DEVICE_TYPE, token)
}

/** A token for a link in a mail, good for so many seconds at most. */
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

/** The claims of a link's token, or undefined when it is none of ours, is for something else, or has expired. */
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

/** The claims of a person's token for this audience, or undefined when it is none, or expired, or not ours. */
export async function verifyPersonToken(
  keys: KeyRing,
  token: string,
  audience: string,
): Promise<PersonClaims | undefined> {
  return claimsOf(await verify(token, { keys: keys.accounts, type: PERSON_TYPE, audience }))
}

/** What a person's token claims, unproven: for whoever was just given it by accounts. */
export function readPersonToken(token: string): PersonClaims | undefined {
  try {
    return claimsOf(decodeJwt(token))
  } catch {
    // It is no token at all.
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

/** The service behind a token for this audience, or undefined when it is none, or expired, or not ours. */
export async function verifyServiceToken(
  keys: KeyRing,
  token: string,
  audience: string,
): Promise<string | undefined> {
  const payload = await verify(token, { keys: keys.services, type: SERVICE_TYPE, audience })
  return payload?.sub?.startsWith(SERVICE_PREFIX) ? payload.sub.slice(SERVICE_PREFIX.length) : undefined
}

/** The claims of a device key, or undefined when it is none of ours, or has no id: such a key could not be revoked. */
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
  /** Whether one without an end is refused; what is for an audience always has one. */
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
        // Whatever end a token gives itself, it lives no longer than ours do, and began in the past.
        ...(audience !== undefined && { audience, maxTokenAge: TOKEN_SECONDS }),
      })
      return payload
    } catch {
      // Whatever is wrong with it, this key proves nothing; the caller answers 401 without saying which part failed.
    }
  }
  return undefined
}

/** The key a token names; undefined where it names none, as those of before did; null where it is no token. */
function readKid(token: string): string | undefined | null {
  try {
    const { kid } = decodeProtectedHeader(token)
    return kid === undefined || typeof kid === 'string' ? kid : null
  } catch {
    return null
  }
}
