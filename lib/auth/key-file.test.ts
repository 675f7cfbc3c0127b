import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { decodeProtectedHeader, importJWK, SignJWT } from 'jose'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { ageKeys } from '#lib/auth/age-keys.fixture.ts'
import { openKeyRing } from '#lib/auth/key-file.ts'
import { newSigningKey } from '#lib/auth/new-signing-key.ts'
import type { KeyFile, StoredKey } from '#lib/auth/read-key-file.ts'
import { removeKey } from '#lib/auth/remove-key.ts'
import { rotateKeys } from '#lib/auth/rotate-keys.ts'
import { signDeviceKey, signPersonToken, verifyDeviceKey, verifyPersonToken } from '#lib/auth/tokens.ts'
import { StartError } from '#lib/errors/start-error.ts'
import { openLogger } from '#lib/telemetry/open-logger.ts'
import { spawnFixture } from '#lib/testing/spawn-fixture.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'

const ANNA = { person: 'anna', role: 'person' } as const
afterEach(() => {
  vi.useRealTimers()
})

const PUBLIC_FIELDS = ['alg', 'crv', 'kid', 'kty', 'use', 'x']

const aPath = () => join(temporaryFolder(), 'data', 'keys.json')

test('openKeyRing() makes the file and its folder, readable by its owner only', async () => {
  const path = aPath()
  await openKeyRing(path)
  expect(statSync(path).mode & 0o777).toBe(0o600)
})

test('openKeyRing() leaves only the file', async () => {
  const path = aPath()
  await openKeyRing(path)
  expect(readdirSync(join(path, '..'))).toEqual(['keys.json'])
})

test('keys stay the same from one start to the next', async () => {
  const path = aPath()
  const claims = { device: 'phone-1', person: 'anna', keyId: 'key-1' }
  const key = await signDeviceKey(await openKeyRing(path), claims)
  expect(await verifyDeviceKey(await openKeyRing(path), key)).toEqual(claims)
})

test('the public half holds nothing private', async () => {
  const { accounts, services } = await openKeyRing(aPath())
  const published = [...(await accounts.publicJwks()), ...(await services.publicJwks())]
  expect(published.map((jwk) => Object.keys(jwk).toSorted())).toEqual([PUBLIC_FIELDS, PUBLIC_FIELDS])
  expect(new Set(published.map(({ x }) => x)).size).toBe(2)
})

test('processes that create the file at once agree on its keys', async () => {
  const path = aPath()
  const makers = [1, 2, 3].map(() => spawnFixture(`${import.meta.dirname}/make-keys.fixture.ts`, path))
  await Promise.all(makers.map(({ exited }) => exited))
  const { accounts, services } = await openKeyRing(path)
  const line = `${(await accounts.signer()).kid} ${(await services.signer()).kid}`
  expect(makers.map(({ lines }) => lines())).toEqual([[line], [line], [line]])
})

test.each([
  ['nothing', ''],
  ['no JSON', '{"version":1,'],
  ['another version', '{"version":3,"accounts":[],"services":[]}'],
  ['lists without keys', '{"version":2,"accounts":[],"services":[]}'],
  ['other keys', '{"version":1,"accounts":{"kty":"oct","k":"AAAA"},"services":{}}'],
])('a file that holds %s is reported with what to do about it, and left as it is', async (_, content) => {
  const path = join(temporaryFolder(), 'keys.json')
  writeFileSync(path, content)
  const error = await openKeyRing(path).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(StartError)
  expect(error).toMatchObject({
    message: `Cannot read key file "${path}": it is not a key file`,
    hint: expect.stringContaining('from a backup') as string,
  })
  expect(readFileSync(path, 'utf8')).toBe(content)
})

describe('is not a key file:', () => {
  test.each<[string, (key: Record<string, unknown>) => unknown[]]>([
    ['one whose private key is lost', (key) => [{ ...key, d: undefined }]],
    ['one with a key under a wrong id', (key) => [{ ...key, kid: 'k-1' }]],
    ['one with a key twice', (key) => [key, key]],
    ['one whose keys are all retired', (key) => [{ ...key, retired: key['created'] }]],
    ['one with an invalid time', (key) => [{ ...key, created: 'yesterday' }]],
  ])('%s', async (_, change) => {
    const path = aPath()
    await openKeyRing(path)
    const file = JSON.parse(readFileSync(path, 'utf8')) as { services: Record<string, unknown>[] }
    writeFileSync(path, JSON.stringify({ ...file, services: file.services.flatMap(change) }))
    await expect(openKeyRing(path)).rejects.toThrow(`Cannot read key file "${path}": it is not a key file`)
  })
})

test('a path that is a folder, or lies under a file, is reported with what to do about it', async () => {
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'keys.json'))
  writeFileSync(join(folder, 'file'), '')
  for (const path of [join(folder, 'keys.json'), join(folder, 'file', 'keys.json')]) {
    await expect(openKeyRing(path)).rejects.toThrow(StartError)
  }
})

describe('a file of version 1', () => {
  async function aFirstVersion() {
    const path = join(temporaryFolder(), 'keys.json')
    const [accounts, services] = await Promise.all([newSigningKey(), newSigningKey()])
    const pair = ({ kty, crv, x, d }: StoredKey) => ({ kty, crv, x, d })
    const text = JSON.stringify({ version: 1, accounts: pair(accounts), services: pair(services) })
    writeFileSync(path, text, { mode: 0o600 })
    return { path, text, accounts }
  }

  test('holds one key of each kind, named by its thumbprint, and stays as it is', async () => {
    const { path, text, accounts } = await aFirstVersion()
    const keys = await openKeyRing(path)
    expect((await keys.accounts.signer()).kid).toBe(accounts.kid)
    const token = await signPersonToken(keys, ANNA, 'storage')
    expect(await verifyPersonToken(keys, token, 'storage')).toEqual(ANNA)
    expect(readFileSync(path, 'utf8')).toBe(text)
  })

  test('becomes version 2 at the first rotation; what it signed without a key id stays valid', async () => {
    const { path, accounts } = await aFirstVersion()
    const token = await new SignJWT({ role: 'person' })
      .setProtectedHeader({ alg: 'EdDSA', typ: 'person+jwt' })
      .setSubject('anna')
      .setAudience('storage')
      .setIssuedAt()
      .setExpirationTime('5m')
      .sign(await importJWK({ ...accounts }, 'EdDSA'))
    const before = await openKeyRing(path)
    expect(await verifyPersonToken(before, token, 'storage')).toEqual(ANNA)
    const rotation = await rotateKeys(path)
    const file = JSON.parse(readFileSync(path, 'utf8')) as KeyFile
    expect(file.version).toBe(2)
    expect(file.accounts.map(({ kid }) => kid)).toEqual([accounts.kid, rotation.accounts])
    const after = await openKeyRing(path)
    expect(await verifyPersonToken(after, token, 'storage')).toEqual(ANNA)
    expect((await after.accounts.signer()).kid).toBe(accounts.kid)
  })
})

describe('an open ring', () => {
  test('reads the file at once when it meets an unknown key', async () => {
    const path = aPath()
    const keys = await openKeyRing(path)
    await rotateKeys(path)
    await ageKeys(path)
    const token = await signPersonToken(await openKeyRing(path), ANNA, 'storage')
    expect(await verifyPersonToken(keys, token, 'storage')).toEqual(ANNA)
    expect(await keys.accounts.publicJwks()).toHaveLength(2)
  })

  test('keeps its first key through rotations', async () => {
    const path = aPath()
    const { kid } = await (await openKeyRing(path)).accounts.first()
    await rotateKeys(path)
    await ageKeys(path)
    const keys = await openKeyRing(path)
    expect((await keys.accounts.first()).kid).toBe(kid)
    expect((await keys.accounts.signer()).kid).not.toBe(kid)
  })

  test.each<[string, (path: string) => void]>([
    ['broken', (path) => writeFileSync(path, '{"version":2,"accounts":"secret')],
    ['gone', (path) => rmSync(path)],
  ])(
    'keeps its keys when the file is %s, logs it once, and follows when the file is valid again',
    async (_, harm) => {
      const path = aPath()
      const logPath = join(temporaryFolder(), 'log')
      const keys = await openKeyRing(path, openLogger('info', logPath))
      const linesWith = (text: string) =>
        readFileSync(logPath, 'utf8')
          .split('\n')
          .filter((line) => line.includes(text))
      const token = await signPersonToken(keys, ANNA, 'storage')
      const good = readFileSync(path)
      const started = readdirSync(dirname(path))
      harm(path)
      vi.useFakeTimers({ toFake: ['performance'] })
      for (let turn = 0; turn < 3; turn += 1) {
        vi.advanceTimersByTime(600_000)
        await keys.accounts.publicJwks()
      }
      vi.useRealTimers()
      expect(await verifyPersonToken(keys, token, 'storage')).toEqual(ANNA)
      expect(await verifyPersonToken(keys, await signPersonToken(keys, ANNA, 'storage'), 'storage')).toEqual(
        ANNA,
      )
      expect(linesWith('key file unusable')).toHaveLength(1)
      expect(linesWith('secret')).toEqual([])

      writeFileSync(path, good, { mode: 0o600 })
      const { accounts } = await rotateKeys(path)
      await expect.poll(() => keys.accounts.verifiers(accounts), { timeout: 5_000 }).toHaveLength(1)
      expect(linesWith('key file unusable')).toHaveLength(1)
      expect(linesWith('key file read again')).not.toEqual([])
      expect(readdirSync(dirname(path))).toEqual(started)
    },
  )
})

test('keys rotate while processes sign and verify', { timeout: 60_000 }, async () => {
  const path = aPath()
  const { kid: oldKid } = await (await openKeyRing(path)).accounts.signer()
  const [signer, checker] = [1, 2].map(() => spawnFixture(`${import.meta.dirname}/use-keys.fixture.ts`, path))
  const addressOf = (process: typeof signer) => process?.lines()[0] ?? ''
  await expect.poll(() => [addressOf(signer), addressOf(checker)], { timeout: 20_000 }).not.toContain('')
  const sign = async () => (await fetch(addressOf(signer))).text()
  const isGood = async (token: string) => {
    const response = await fetch(addressOf(checker), { method: 'POST', body: token })
    return ((await response.json()) as { person: string | null }).person === 'anna'
  }
  const refused: string[] = []
  const kidInUse = async () => {
    const token = await sign()
    if (!(await isGood(token))) refused.push(token)
    return decodeProtectedHeader(token).kid
  }
  const first = await sign()

  const rotating = spawnFixture(`${import.meta.dirname}/rotate-keys.fixture.ts`, path, '1')
  await rotating.exited
  const newKid = rotating.lines()[0]?.split(' ')[0]
  expect(await kidInUse()).toBe(oldKid)

  await ageKeys(path)
  await expect.poll(kidInUse, { timeout: 15_000 }).toBe(newKid)
  expect(await isGood(first)).toBe(true)

  expect(await removeKey(path, oldKid)).toBe('removed')
  await expect.poll(() => isGood(first), { timeout: 15_000 }).toBe(false)
  expect(await kidInUse()).toBe(newKid)
  expect(refused).toEqual([])
})
