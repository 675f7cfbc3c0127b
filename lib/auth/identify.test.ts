import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { identify, type Identifier } from '#lib/auth/identify.ts'
import { openKeyRing } from '#lib/auth/key-file.ts'
import { signDeviceKey, signPersonToken, signServiceToken, type PersonClaims } from '#lib/auth/tokens.ts'
import { ProblemError } from '#lib/http/problem.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'

const PASSWORD = 'a-long-admin-pässword'

let known: Identifier

beforeAll(async () => {
  const keys = await openKeyRing(join(temporaryFolder(), 'keys.json'))
  known = { keys, audience: 'storage', adminPassword: PASSWORD }
})

const basic = (credentials: string) => `Basic ${Buffer.from(credentials).toString('base64')}`

async function problemOf(authorization: string, over: Partial<Identifier> = {}) {
  const error = await identify(authorization, { ...known, ...over }).catch((thrown: unknown) => thrown)
  return error instanceof ProblemError ? error.problem : undefined
}

test('without the header the caller is nobody', async () => {
  expect(await identify(undefined, known)).toEqual({ role: 'public' })
  expect(await identify('', known)).toEqual({ role: 'public' })
})

test('a token of a person or a service tells who calls, however the scheme is written', async () => {
  const person = await signPersonToken(known.keys, { person: 'anna', role: 'operate' }, 'storage')
  const service = await signServiceToken(known.keys, 'matching', 'storage')
  expect(await identify(`Bearer ${person}`, known)).toEqual({ role: 'operate', person: 'anna' })
  expect(await identify(`bearer  ${service}`, known)).toEqual({ role: 'service', service: 'matching' })
})

test("the admin's password lets the admin in", async () => {
  expect(await identify(basic(`admin:${PASSWORD}`), known)).toEqual({ role: 'admin', person: 'admin' })
})

test("a token that outlives its person's account is refused; those of others are not", async () => {
  const isErased = (person: string) => Promise.resolve(person === 'anna')
  for (const role of ['person', 'operate', 'admin'] as const) {
    const token = await signPersonToken(known.keys, { person: 'anna', role }, 'storage')
    const problem = await problemOf(`Bearer ${token}`, { isErased })
    expect(problem).toMatchObject({ status: 401, detail: 'This account was deleted' })
  }
  const bens = await signPersonToken(known.keys, { person: 'ben', role: 'person' }, 'storage')
  expect(await identify(`Bearer ${bens}`, { ...known, isErased })).toMatchObject({ person: 'ben' })
})

describe('is answered 401, asking for credentials:', () => {
  test.each([
    ['a wrong password', `admin:${PASSWORD}x`],
    ['a part of the password', `admin:${PASSWORD.slice(0, -1)}`],
    ['no password', 'admin:'],
    ['another user', `root:${PASSWORD}`],
    ['the user in capitals', `ADMIN:${PASSWORD}`],
    ['the password padded with NUL', `admin:${PASSWORD}\0`],
    ['nothing', ''],
  ])('Basic with %s', async (_, credentials) => {
    expect(await problemOf(basic(credentials))).toMatchObject({
      status: 401,
      headers: { 'www-authenticate': expect.stringContaining('Basic realm') as string },
    })
  })

  test('Basic where no password is set, even with an empty one', async () => {
    const closed = { adminPassword: '' }
    expect(await problemOf(basic('admin:'), closed)).toMatchObject({ status: 401 })
    expect(await problemOf(basic(`admin:${PASSWORD}`), closed)).toMatchObject({ status: 401 })
  })

  test.each(['Digest username="admin"', 'Token abc', 'Bearer', 'Bearer a b', 'nonsense', 'Basic %%%', ' '])(
    'the header "%s"',
    async (authorization) => {
      expect(await problemOf(authorization)).toMatchObject({ status: 401 })
    },
  )

  test('a device key, a token for another station, and one of another platform', async () => {
    const other = await openKeyRing(join(temporaryFolder(), 'keys.json'))
    const anna = { person: 'anna', role: 'person' } as const
    const tokens = [
      await signDeviceKey(known.keys, { device: 'phone-1', person: 'anna', keyId: 'key-1' }),
      await signPersonToken(known.keys, anna, 'images'),
      await signPersonToken(other, anna, 'storage'),
    ]
    for (const token of tokens) expect(await problemOf(`Bearer ${token}`)).toMatchObject({ status: 401 })
  })
})

test('401 for a token of a session that ended, but not for a service', async () => {
  const isEnded = async ({ session }: PersonClaims) => session?.id === 's-1'
  const of = async (id: string) => {
    const claims = { person: 'anna', role: 'person', session: { id, sequence: 1 } } as const
    return `Bearer ${await signPersonToken(known.keys, claims, 'storage')}`
  }
  expect(await problemOf(await of('s-1'), { isEnded })).toMatchObject({
    status: 401,
    detail: 'The session of this token has ended',
  })
  expect(await identify(await of('s-2'), { ...known, isEnded })).toEqual({ role: 'person', person: 'anna' })
  const service = `Bearer ${await signServiceToken(known.keys, 's-1', 'storage')}`
  expect(await identify(service, { ...known, isEnded })).toMatchObject({ role: 'service' })
})

test('the answer says neither which part was wrong nor what was sent', async () => {
  const detail = (await problemOf(basic('admin:guess')))?.detail
  expect(detail).toBe((await problemOf('Bearer a.b.c'))?.detail)
  expect(detail).not.toContain('guess')
})
