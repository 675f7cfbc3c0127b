import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openKeyRing } from '#lib/auth/key-file.ts'
import { signDeviceKey, verifyDeviceKey } from '#lib/auth/tokens.ts'
import { StartError } from '#lib/errors/start-error.ts'
import { spawnFixture } from '#lib/testing/spawn-fixture.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'

const aPath = () => join(temporaryFolder(), 'data', 'keys.json')

test('openKeyRing() makes the file and its folder, readable by its owner only', async () => {
  const path = aPath()
  await openKeyRing(path)
  expect(statSync(path).mode & 0o777).toBe(0o600)
})

test('openKeyRing() leaves nothing but the file', async () => {
  const path = aPath()
  await openKeyRing(path)
  expect(readdirSync(join(path, '..'))).toEqual(['keys.json'])
})

test('keys stay the same from one start to the next', async () => {
  const path = aPath()
  const key = await signDeviceKey(await openKeyRing(path), { device: 'phone-1', person: 'anna' })
  expect(await verifyDeviceKey(await openKeyRing(path), key)).toEqual({ device: 'phone-1', person: 'anna' })
})

test('the public half holds nothing private', async () => {
  const { accounts, services } = await openKeyRing(aPath())
  for (const { publicJwk } of [accounts, services]) {
    expect(Object.keys(publicJwk).toSorted()).toEqual(['alg', 'crv', 'kty', 'use', 'x'])
  }
  expect(accounts.publicJwk.x).not.toBe(services.publicJwk.x)
})

test('processes that make the file at once agree on its keys', async () => {
  const path = aPath()
  const makers = [1, 2, 3].map(() => spawnFixture(`${import.meta.dirname}/make-keys.fixture.ts`, path))
  await Promise.all(makers.map(({ exited }) => exited))
  const { accounts, services } = await openKeyRing(path)
  const line = `${accounts.publicJwk.x} ${services.publicJwk.x}`
  expect(makers.map(({ lines }) => lines())).toEqual([[line], [line], [line]])
})

test.each([
  ['nothing', ''],
  ['no JSON', '{"version":1,'],
  ['another version', '{"version":2,"accounts":{},"services":{}}'],
  ['other keys', '{"version":1,"accounts":{"kty":"oct","k":"AAAA"},"services":{}}'],
])('a file that holds %s is told with what to do about it, and left as it is', async (_, content) => {
  const path = join(temporaryFolder(), 'keys.json')
  writeFileSync(path, content)
  const error = await openKeyRing(path).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(StartError)
  expect(error).toMatchObject({
    message: `Cannot read key file "${path}": it is no key file`,
    hint: expect.stringContaining('from a backup') as string,
  })
  expect(readFileSync(path, 'utf8')).toBe(content)
})

test('a file whose private key is lost is no key file', async () => {
  const path = aPath()
  await openKeyRing(path)
  const file = JSON.parse(readFileSync(path, 'utf8')) as Record<string, { d?: string }>
  delete file['services']?.d
  writeFileSync(path, JSON.stringify(file))
  await expect(openKeyRing(path)).rejects.toThrow(StartError)
})

test('a path that is a folder, or lies under a file, is told with what to do about it', async () => {
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'keys.json'))
  writeFileSync(join(folder, 'file'), '')
  for (const path of [join(folder, 'keys.json'), join(folder, 'file', 'keys.json')]) {
    await expect(openKeyRing(path)).rejects.toThrow(StartError)
  }
})
