import {
  chmodSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
  lstatSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { ageKeys } from '#lib/auth/age-keys.fixture.ts'
import { openKeyRing } from '#lib/auth/key-file.ts'
import { lockKeyFile } from '#lib/auth/lock-key-file.ts'
import type { KeyFile } from '#lib/auth/read-key-file.ts'
import { rotateKeys } from '#lib/auth/rotate-keys.ts'
import { StartError } from '#lib/errors/start-error.ts'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { spawnFixture } from '#lib/testing/spawn-fixture.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'

async function aKeyFile(): Promise<string> {
  const path = join(temporaryFolder(), 'keys.json')
  await openKeyRing(path)
  return path
}

const read = (path: string) => JSON.parse(readFileSync(path, 'utf8')) as KeyFile

test('rotateKeys() adds to each kind a key that signs a minute later', async () => {
  const path = await aKeyFile()
  const before = read(path)
  const rotation = await rotateKeys(path)
  const after = read(path)
  expect(after.accounts).toEqual([...before.accounts, expect.objectContaining({ kid: rotation.accounts })])
  expect(after.services).toEqual([...before.services, expect.objectContaining({ kid: rotation.services })])
  expect(Date.parse(rotation.signsFrom) - Date.parse(after.services[1]?.created ?? '')).toBe(60_000)
})

test('a key that was replaced is marked as retired at the next rotation, and stays', async () => {
  const path = await aKeyFile()
  await rotateKeys(path)
  await ageKeys(path)
  await rotateKeys(path)
  const [first, second, third] = read(path).accounts
  expect(Date.parse(first?.retired ?? '') - Date.parse(second?.created ?? '')).toBe(60_000)
  expect([second?.retired, third?.retired]).toEqual([undefined, undefined])
})

test('the file stays readable by its owner only, and nothing is left beside it', async () => {
  const path = await aKeyFile()
  chmodSync(path, 0o644)
  await rotateKeys(path)
  expect(statSync(path).mode & 0o777).toBe(0o600)
  expect(readdirSync(dirname(path))).toEqual(['keys.json'])
})

test('a link to the file stays a link', async () => {
  const path = await aKeyFile()
  const link = join(temporaryFolder(), 'link.json')
  symlinkSync(path, link)
  await rotateKeys(link)
  expect(lstatSync(link).isSymbolicLink()).toBe(true)
  expect(read(path).accounts).toHaveLength(2)
})

test('concurrent rotations of several processes are all kept', { timeout: 30_000 }, async () => {
  const path = await aKeyFile()
  const rotating = [1, 2, 3].map(() =>
    spawnFixture(`${import.meta.dirname}/rotate-keys.fixture.ts`, path, '10'),
  )
  await Promise.all(rotating.map(({ exited }) => exited))
  const added = rotating.flatMap(({ lines }) => lines())
  expect(added).toHaveLength(30)
  const { accounts, services } = read(path)
  const pairs = accounts.map(({ kid }, index) => `${kid} ${services[index]?.kid}`)
  expect(pairs.slice(1).toSorted()).toEqual(added.toSorted())
})

test('a process that waits for the lock is told who holds it', async () => {
  const path = await aKeyFile()
  const release = await lockKeyFile(path)
  const error = await lockKeyFile(path, 0).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(UnavailableError)
  expect(String(error)).toContain(`"${path}.lock" is held by pid ${process.pid} on `)
  expect(String(error)).toMatch(/; if no such process runs, delete the lock file$/u)
  release()
  await expect(rotateKeys(path)).resolves.toMatchObject({ accounts: expect.any(String) as string })
})

test('a missing file is not created, a broken file is not replaced', async () => {
  const path = join(temporaryFolder(), 'keys.json')
  await expect(rotateKeys(path)).rejects.toThrow(UnavailableError)
  writeFileSync(path, '{}')
  await expect(rotateKeys(path)).rejects.toThrow(StartError)
  expect(readFileSync(path, 'utf8')).toBe('{}')
  expect(readdirSync(dirname(path))).toEqual(['keys.json'])
})
