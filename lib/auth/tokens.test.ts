import { join } from 'node:path'
import { SignJWT, type JWTPayload } from 'jose'
import { beforeAll, describe, expect, test } from 'vitest'
import { openKeyRing, type KeyRing } from '#lib/auth/key-file.ts'
import {
  signDeviceKey,
  signPersonToken,
  signServiceToken,
  TOKEN_SECONDS,
  verifyDeviceKey,
  verifyPersonToken,
  verifyServiceToken,
} from '#lib/auth/tokens.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'

const ANNA = { person: 'anna', role: 'person' } as const
const PHONE = { device: 'phone-1', person: 'anna' }

let keys: KeyRing
let otherKeys: KeyRing

beforeAll(async () => {
  const folder = temporaryFolder()
  keys = await openKeyRing(join(folder, 'keys.json'))
  otherKeys = await openKeyRing(join(folder, 'other-keys.json'))
})

/** What each kind of check makes of one token for storage. */
async function readAs(token: string) {
  return {
    person: await verifyPersonToken(keys, token, 'storage'),
    service: await verifyServiceToken(keys, token, 'storage'),
    device: await verifyDeviceKey(keys, token),
  }
}

const NOTHING = { person: undefined, service: undefined, device: undefined }

interface Forgery {
  readonly header?: Record<string, unknown>
  readonly claims?: Record<string, unknown>
  readonly key?: keyof KeyRing
}

/** A person's token signed by our own key, but for what is said. */
function forge({ header = {}, claims = {}, key = 'accounts' }: Forgery): Promise<string> {
  const now = Math.floor(Date.now() / 1_000)
  return new SignJWT({ role: 'person', sub: 'anna', aud: 'storage', iat: now, exp: now + 60, ...claims })
    .setProtectedHeader({ alg: 'EdDSA', typ: 'person+jwt', ...header })
    .sign(keys[key].privateKey)
}

function encode(part: unknown): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url')
}

describe('a token is read as what it is, and as nothing else:', () => {
  test.each(['person', 'operate', 'admin'] as const)("a person's of role %s", async (role) => {
    const token = await signPersonToken(keys, { person: 'anna', role }, 'storage')
    expect(await readAs(token)).toEqual({ ...NOTHING, person: { person: 'anna', role } })
  })

  test("a service's", async () => {
    const token = await signServiceToken(keys, 'matching', 'storage')
    expect(await readAs(token)).toEqual({ ...NOTHING, service: 'matching' })
  })

  test("a device's key", async () => {
    expect(await readAs(await signDeviceKey(keys, PHONE))).toEqual({ ...NOTHING, device: PHONE })
  })

  test('what these forgeries are made of is read where nothing is forged', async () => {
    expect(await readAs(await forge({}))).toEqual({ ...NOTHING, person: ANNA })
  })
})

describe('nothing is proved by', () => {
  test('a token without a signature (alg none)', async () => {
    const [, payload] = (await forge({})).split('.')
    for (const alg of ['none', 'None', 'NONE']) {
      expect(await readAs(`${encode({ alg, typ: 'person+jwt' })}.${payload}.`)).toEqual(NOTHING)
    }
  })

  test('a token signed with the public key as a shared secret (alg HS256)', async () => {
    const publicBytes = Buffer.from(keys.accounts.publicJwk.x ?? '', 'base64url')
    const secrets = [publicBytes, Buffer.from(JSON.stringify(keys.accounts.publicJwk))]
    for (const secret of secrets) {
      const token = await new SignJWT({ role: 'admin', sub: 'eve', aud: 'storage', exp: 9_999_999_999 })
        .setProtectedHeader({ alg: 'HS256', typ: 'person+jwt' })
        .sign(secret)
      expect(await readAs(token)).toEqual(NOTHING)
    }
  })

  test('a token that brings its own key (jwk in the header)', async () => {
    const [, payload, signature] = (await signPersonToken(otherKeys, ANNA, 'storage')).split('.')
    const header = encode({ alg: 'EdDSA', typ: 'person+jwt', jwk: otherKeys.accounts.publicJwk })
    expect(await readAs(`${header}.${payload}.${signature}`)).toEqual(NOTHING)
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

  test('a token that says nothing of its station, or of its kind', async () => {
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

  test('a token whose claims were changed', async () => {
    const [header, payload, signature] = (await signPersonToken(keys, ANNA, 'storage')).split('.')
    const claims = JSON.parse(Buffer.from(payload ?? '', 'base64url').toString()) as JWTPayload
    const changed = encode({ ...claims, role: 'admin' })
    expect(await readAs(`${header}.${changed}.${signature}`)).toEqual(NOTHING)
  })

  test.each(['', '.', '..', 'a.b.c', 'null', '{}', 'ä.ö.ü', `${'A'.repeat(100_000)}.B.C`])(
    'garbage such as %.20s',
    async (token) => {
      expect(await readAs(token)).toEqual(NOTHING)
    },
  )
})

test('clocks of two machines may differ by a few seconds', async () => {
  const now = Math.floor(Date.now() / 1_000)
  expect(await readAs(await forge({ claims: { exp: now - 1, nbf: now + 2 } }))).toMatchObject({
    person: ANNA,
  })
})

test('tokens live 5 minutes', async () => {
  const [, payload] = (await signServiceToken(keys, 'matching', 'storage')).split('.')
  const { iat, exp } = JSON.parse(Buffer.from(payload ?? '', 'base64url').toString()) as JWTPayload
  expect((exp ?? 0) - (iat ?? 0)).toBe(TOKEN_SECONDS)
  expect(TOKEN_SECONDS).toBe(300)
})
