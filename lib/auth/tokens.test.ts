import { join } from 'node:path'
import { decodeProtectedHeader, generateKeyPair, SignJWT, type JWTPayload } from 'jose'
import { beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { ageKeys } from '#lib/auth/age-keys.fixture.ts'
import {
  encodePart,
  forgeToken,
  publicJwkOf,
  signWithPublicKey,
  type Forgery,
} from '#lib/auth/forge-token.fixture.ts'
import { openKeyRing, type KeyRing } from '#lib/auth/key-file.ts'
import { rotateKeys } from '#lib/auth/rotate-keys.ts'
import {
  readPersonToken,
  signDeviceKey,
  signLinkToken,
  signPersonToken,
  signServiceToken,
  TOKEN_SECONDS,
  verifyDeviceKey,
  verifyLinkToken,
  verifyPersonToken,
  verifyServiceToken,
} from '#lib/auth/tokens.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'

const ANNA = { person: 'anna', role: 'person' } as const
const PHONE = { device: 'phone-1', person: 'anna', keyId: 'key-1' }

let keys: KeyRing
let otherKeys: KeyRing

beforeAll(async () => {
  const folder = temporaryFolder()
  keys = await openKeyRing(join(folder, 'keys.json'))
  otherKeys = await openKeyRing(join(folder, 'other-keys.json'))
})

/** The result of each kind of check, for one token for storage. */
async function readAs(token: string) {
  return {
    person: await verifyPersonToken(keys, token, 'storage'),
    service: await verifyServiceToken(keys, token, 'storage'),
    device: await verifyDeviceKey(keys, token),
  }
}

const NOTHING = { person: undefined, service: undefined, device: undefined }

const forge = (forgery: Forgery) => forgeToken(keys, forgery)

describe.each(['', '.', '..', '__proto__', 'a/b', 'a b', '\u200b', 'a'.repeat(65)])(
  'for %j, which is not a person id,',
  (person) => {
    test('no token is valid', async () => {
      const token = await signPersonToken(keys, { person, role: 'admin' }, 'storage')
      expect(await readAs(token)).toEqual(NOTHING)
      expect(readPersonToken(token)).toBeUndefined()
    })

    test('no device key is valid', async () => {
      expect(await readAs(await signDeviceKey(keys, { ...PHONE, person }))).toEqual(NOTHING)
    })
  },
)

describe('a token is read as what it is, and as nothing else:', () => {
  test.each(['person', 'operate', 'admin'] as const)("a person's of role %s", async (role) => {
    const token = await signPersonToken(keys, { person: 'anna', role }, 'storage')
    expect(await readAs(token)).toEqual({ ...NOTHING, person: { person: 'anna', role } })
  })

  test("a person's of a session", async () => {
    const claims = { ...ANNA, session: { id: 's-1', sequence: 7 } }
    const token = await signPersonToken(keys, claims, 'storage')
    expect(await readAs(token)).toEqual({ ...NOTHING, person: claims })
    expect(readPersonToken(token)).toEqual(claims)
  })

  test("a link's, for its own use only", async () => {
    const claims = { use: 'reset', subject: 'anna', state: 'x' } as const
    const token = await signLinkToken(keys, claims, 60)
    expect(await readAs(token)).toEqual(NOTHING)
    expect(await verifyLinkToken(keys, token, 'reset')).toEqual(claims)
    expect(await verifyLinkToken(keys, token, 'confirm')).toBeUndefined()
    expect(await verifyLinkToken(otherKeys, token, 'reset')).toBeUndefined()
    const person = await signPersonToken(keys, ANNA, 'storage')
    for (const other of [person, await signDeviceKey(keys, PHONE), `${token}x`, 'x'])
      expect(await verifyLinkToken(keys, other, 'reset')).toBeUndefined()
  })

  test("a service's", async () => {
    const token = await signServiceToken(keys, 'matching', 'storage')
    expect(await readAs(token)).toEqual({ ...NOTHING, service: 'matching' })
  })

  test("a device's key", async () => {
    expect(await readAs(await signDeviceKey(keys, PHONE))).toEqual({ ...NOTHING, device: PHONE })
  })

  test('the base of the forgeries below is valid when nothing is forged', async () => {
    expect(await readAs(await forge({}))).toEqual({ ...NOTHING, person: ANNA })
  })
})

describe('nothing is proved by', () => {
  test('a token without a signature (alg none)', async () => {
    const [, payload] = (await forge({})).split('.')
    for (const alg of ['none', 'None', 'NONE']) {
      expect(await readAs(`${encodePart({ alg, typ: 'person+jwt' })}.${payload}.`)).toEqual(NOTHING)
    }
  })

  test('a token signed with the public key as a shared secret (alg HS256)', async () => {
    const jwk = await publicJwkOf(keys)
    const secrets = [Buffer.from(jwk.x ?? '', 'base64url'), Buffer.from(JSON.stringify(jwk))]
    for (const secret of secrets) {
      const now = Math.floor(Date.now() / 1_000)
      const claims = { role: 'admin', sub: 'eve', aud: 'storage', iat: now, exp: now + 60 }
      const token = await signWithPublicKey(jwk, secret, claims)
      expect(await readAs(token)).toEqual(NOTHING)
    }
  })

  test('a token signed on another curve, under the id of our key', async () => {
    const { kid = '' } = await publicJwkOf(keys)
    const [, payload] = (await forge({})).split('.')
    const claims = JSON.parse(Buffer.from(payload ?? '', 'base64url').toString()) as JWTPayload
    for (const alg of ['ES256', 'ES384', 'PS256']) {
      const { privateKey } = await generateKeyPair(alg)
      const header = { alg, typ: 'person+jwt', kid }
      expect(await readAs(await new SignJWT(claims).setProtectedHeader(header).sign(privateKey))).toEqual(
        NOTHING,
      )
    }
  })

  test('a token that brings its own key (jwk in the header), under any id', async () => {
    const [, payload, signature] = (await signPersonToken(otherKeys, ANNA, 'storage')).split('.')
    const jwk = await publicJwkOf(otherKeys)
    for (const kid of [undefined, jwk.kid, (await publicJwkOf(keys)).kid]) {
      const header = encodePart({ alg: 'EdDSA', typ: 'person+jwt', jwk, kid })
      expect(await readAs(`${header}.${payload}.${signature}`)).toEqual(NOTHING)
    }
  })

  test('a token under another name of our algorithm', async () => {
    expect(await readAs(await forge({ header: { alg: 'Ed25519' } }))).toEqual(NOTHING)
  })

  test("a token under the id of the other kind's key", async () => {
    const [accounts, services] = [await keys.accounts.signer(), await keys.services.signer()]
    expect(await readAs(await forge({ header: { kid: services.kid } }))).toEqual(NOTHING)
    expect(await readAs(await forge({ header: { kid: accounts.kid }, key: 'services' }))).toEqual(NOTHING)
    const service = { typ: 'service+jwt', kid: services.kid }
    expect(await readAs(await forge({ header: service, claims: { sub: 'service:matching' } }))).toEqual(
      NOTHING,
    )
  })

  test.each([
    '',
    '.',
    '..',
    '../keys.json',
    '/etc/passwd',
    '%2e%2e/keys',
    'a\0b',
    '__proto__',
    '0',
    'x'.repeat(9_999),
  ])('a token under the unknown id "%.20s"', async (kid) => {
    expect(await readAs(await forge({ header: { kid } }))).toEqual(NOTHING)
  })

  test.each([[null], [0], [true], [[]], [{}], [['kid']]])(
    'a token under the id %j, which is no text',
    async (kid) => {
      const [, payload, signature] = (await forge({})).split('.')
      const header = encodePart({ alg: 'EdDSA', typ: 'person+jwt', kid })
      expect(await readAs(`${header}.${payload}.${signature}`)).toEqual(NOTHING)
      // jose signs whatever the header says: the signature itself is good.
      expect(await readAs(await forge({ header: { kid } }))).toEqual(NOTHING)
    },
  )

  test('a token of one kind under the type of another', async () => {
    const types = ['person+jwt', 'service+jwt', 'device+jwt']
    const claims = { sub: 'service:matching', person: 'anna', jti: 'key-1' }
    for (const key of ['accounts', 'services'] as const) {
      for (const typ of types) {
        const read = await readAs(await forge({ header: { typ }, claims, key }))
        const isRead = Object.values(read).filter((proved) => proved !== undefined).length
        expect([key, typ, isRead]).toEqual([
          key,
          typ,
          (typ === 'service+jwt') === (key === 'services') ? 1 : 0,
        ])
      }
    }
  })

  test('a token from the future, one without a time, and one with a longer life than ours', async () => {
    const now = Math.floor(Date.now() / 1_000)
    expect(await readAs(await forge({ claims: { iat: now + 60 } }))).toEqual(NOTHING)
    expect(await readAs(await forge({ claims: { iat: undefined } }))).toEqual(NOTHING)
    const old = { iat: now - TOKEN_SECONDS - 60, exp: now + 86_400 }
    expect(await readAs(await forge({ claims: old }))).toEqual(NOTHING)
  })

  test('tokens of another platform', async () => {
    expect(await readAs(await signPersonToken(otherKeys, ANNA, 'storage'))).toEqual(NOTHING)
    expect(await readAs(await signServiceToken(otherKeys, 'matching', 'storage'))).toEqual(NOTHING)
    expect(await readAs(await signDeviceKey(otherKeys, PHONE))).toEqual(NOTHING)
  })

  test("a person's token signed with the services' key, and a service's with the accounts' key", async () => {
    expect(await readAs(await forge({ key: 'services' }))).toEqual(NOTHING)
    const service = { header: { typ: 'service+jwt' }, claims: { sub: 'service:matching' } }
    expect(await readAs(await forge(service))).toEqual(NOTHING)
  })

  test('tokens for another station', async () => {
    expect(await readAs(await signPersonToken(keys, ANNA, 'notifications'))).toEqual(NOTHING)
    expect(await readAs(await signServiceToken(keys, 'matching', 'tracker'))).toEqual(NOTHING)
  })

  test('a token that does not name its station, or its kind', async () => {
    expect(await readAs(await forge({ claims: { aud: undefined } }))).toEqual(NOTHING)
    expect(await readAs(await forge({ header: { typ: undefined } }))).toEqual(NOTHING)
    expect(await readAs(await forge({ header: { typ: 'JWT' } }))).toEqual(NOTHING)
  })

  test('a token that has expired, one that never does, and one that is not valid yet', async () => {
    const now = Math.floor(Date.now() / 1_000)
    expect(await readAs(await forge({ claims: { exp: now - 60 } }))).toEqual(NOTHING)
    expect(await readAs(await forge({ claims: { exp: undefined } }))).toEqual(NOTHING)
    expect(await readAs(await forge({ claims: { nbf: now + 60 } }))).toEqual(NOTHING)
  })

  test('a token with a role that people cannot have, or of nobody', async () => {
    for (const role of ['service', 'device', 'public', 'root', '', 7, undefined]) {
      expect(await readAs(await forge({ claims: { role } }))).toEqual(NOTHING)
    }
    expect(await readAs(await forge({ claims: { sub: undefined } }))).toEqual(NOTHING)
  })

  test('a device key without an id: it could not be revoked', async () => {
    const forgery = { header: { typ: 'device+jwt' }, claims: { aud: undefined, exp: undefined } }
    expect(await readAs(await forge({ ...forgery, claims: { ...forgery.claims, person: 'anna' } }))).toEqual(
      NOTHING,
    )
    const claims = { ...forgery.claims, person: 'anna', jti: 'key-1' }
    expect(await readAs(await forge({ ...forgery, claims }))).toMatchObject({ device: { keyId: 'key-1' } })
  })

  test('a token whose claims were changed', async () => {
    const [header, payload, signature] = (await signPersonToken(keys, ANNA, 'storage')).split('.')
    const claims = JSON.parse(Buffer.from(payload ?? '', 'base64url').toString()) as JWTPayload
    const changed = encodePart({ ...claims, role: 'admin' })
    expect(await readAs(`${header}.${changed}.${signature}`)).toEqual(NOTHING)
  })

  test.each(['', '.', '..', 'a.b.c', 'null', '{}', 'ä.ö.ü', `${'A'.repeat(100_000)}.B.C`])(
    'garbage such as %.20s',
    async (token) => {
      expect(await readAs(token)).toEqual(NOTHING)
    },
  )
})

test('a token names the key it is signed with; one that names none, as old tokens do, is tried with all', async () => {
  const path = join(temporaryFolder(), 'keys.json')
  const before = await openKeyRing(path)
  const token = await signPersonToken(before, ANNA, 'storage')
  expect(decodeProtectedHeader(token).kid).toBe((await before.accounts.signer()).kid)

  await rotateKeys(path)
  await ageKeys(path)
  const after = await openKeyRing(path)
  expect((await after.accounts.signer()).kid).not.toBe(decodeProtectedHeader(token).kid)
  expect(await verifyPersonToken(after, token, 'storage')).toEqual(ANNA)
  for (const ring of [before, after]) {
    const { privateKey } = await ring.accounts.signer()
    const nameless = await new SignJWT({ role: 'person' })
      .setProtectedHeader({ alg: 'EdDSA', typ: 'person+jwt' })
      .setSubject('anna')
      .setAudience('storage')
      .setIssuedAt()
      .setExpirationTime('1m')
      .sign(privateKey)
    expect(await verifyPersonToken(after, nameless, 'storage')).toEqual(ANNA)
  }
})

test('device keys stay valid through rotations', async () => {
  const path = join(temporaryFolder(), 'keys.json')
  const key = await signDeviceKey(await openKeyRing(path), PHONE)
  for (let turn = 0; turn < 3; turn += 1) {
    await rotateKeys(path)
    await ageKeys(path)
  }
  expect(await verifyDeviceKey(await openKeyRing(path), key)).toEqual(PHONE)
})

test('clocks of two machines may differ by a few seconds', async () => {
  const now = Math.floor(Date.now() / 1_000)
  expect(await readAs(await forge({ claims: { exp: now - 1, nbf: now + 2, iat: now + 2 } }))).toMatchObject({
    person: ANNA,
  })
})

test('a link ends when its time is over, and a link without an expiry is refused', async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  onTestFinished(() => void vi.useRealTimers())
  const link = { use: 'confirm', subject: 's-1' } as const
  const token = await signLinkToken(keys, link, 60)
  vi.setSystemTime(Date.now() + 60_000)
  expect(await verifyLinkToken(keys, token, 'confirm')).toEqual(link)
  vi.setSystemTime(Date.now() + 6_000)
  expect(await verifyLinkToken(keys, token, 'confirm')).toBeUndefined()
  const endless = await forge({ header: { typ: 'link+jwt' }, claims: { use: 'confirm', exp: undefined } })
  expect(await verifyLinkToken(keys, endless, 'confirm')).toBeUndefined()
})

test.each(['', 'x', 'a.b.c', 'e30.e30.'])('readPersonToken(%j) is undefined', (token) => {
  expect(readPersonToken(token)).toBeUndefined()
})

test('tokens live 5 minutes', async () => {
  const [, payload] = (await signServiceToken(keys, 'matching', 'storage')).split('.')
  const { iat, exp } = JSON.parse(Buffer.from(payload ?? '', 'base64url').toString()) as JWTPayload
  expect((exp ?? 0) - (iat ?? 0)).toBe(TOKEN_SECONDS)
  expect(TOKEN_SECONDS).toBe(300)
})
