import { join } from 'node:path'
import { expect, test } from 'vitest'
import { tryFileLock } from '#lib/sqlite/file-lock.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'

test('a lock has one holder until it is released', () => {
  const path = join(temporaryFolder(), 'lock')
  const lock = tryFileLock(path)
  expect(lock).toBeDefined()
  expect(tryFileLock(path)).toBeUndefined()
  lock?.release()
  const again = tryFileLock(path)
  expect(again).toBeDefined()
  again?.release()
})

test('a missing folder is an error, not a held lock', () => {
  expect(() => tryFileLock(join(temporaryFolder(), 'none', 'lock'))).toThrow()
})

test('a lock stays held even if nobody references it', () => {
  const path = join(temporaryFolder(), 'lock')
  expect(tryFileLock(path) === undefined).toBe(false)
  Bun.gc(true)
  expect(tryFileLock(path)).toBeUndefined()
})

test('release() is idempotent', () => {
  const path = join(temporaryFolder(), 'lock')
  const lock = tryFileLock(path)
  lock?.release()
  const other = tryFileLock(path)
  lock?.release()
  expect(tryFileLock(path)).toBeUndefined()
  other?.release()
})
