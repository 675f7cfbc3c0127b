import { join } from 'node:path'
import { expect, test } from 'vitest'
import { tryFileLock } from '#lib/sqlite/file-lock.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'

test('a lock is held by one until it is released', () => {
  const path = join(temporaryFolder(), 'lock')
  const lock = tryFileLock(path)
  expect(lock).toBeDefined()
  expect(tryFileLock(path)).toBeUndefined()
  lock?.release()
  const again = tryFileLock(path)
  expect(again).toBeDefined()
  again?.release()
})

test('a lock in a folder that is not there is an error, and not taken for held', () => {
  expect(() => tryFileLock(join(temporaryFolder(), 'none', 'lock'))).toThrow()
})

test('a lock is held also where nobody keeps what it gave', () => {
  const path = join(temporaryFolder(), 'lock')
  expect(tryFileLock(path) === undefined).toBe(false)
  Bun.gc(true)
  expect(tryFileLock(path)).toBeUndefined()
})

test('giving it back twice is giving it back', () => {
  const path = join(temporaryFolder(), 'lock')
  const lock = tryFileLock(path)
  lock?.release()
  const other = tryFileLock(path)
  lock?.release()
  expect(tryFileLock(path)).toBeUndefined()
  other?.release()
})
