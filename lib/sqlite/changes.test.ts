import { Database } from 'bun:sqlite'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createChanges } from '#lib/sqlite/changes.ts'
import { openDatabase } from '#lib/sqlite/open-database.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'

test('listeners are called when another process writes the file', async () => {
  const { changes, write, close } = start()
  let told = 0
  const stop = changes.listen(() => {
    told += 1
  })

  write()
  await expect.poll(() => told).toBe(1)
  write()
  await expect.poll(() => told).toBe(2)

  stop()
  close()
})

test('a write without listeners is not reported later', async () => {
  const { changes, write, close } = start()
  changes.listen(() => undefined)()
  write()
  let told = 0
  const stop = changes.listen(() => {
    told += 1
  })

  write()
  await expect.poll(() => told).toBe(1)

  stop()
  close()
})

test('tell() calls current listeners at once, but no stopped ones', () => {
  const { changes, close } = start()
  const told: string[] = []
  const stopOne = changes.listen(() => told.push('one'))
  const stopTwo = changes.listen(() => told.push('two'))

  changes.tell()
  stopOne()
  changes.tell()
  stopTwo()
  changes.tell()

  expect(told).toEqual(['one', 'two', 'two'])
  close()
})

function start() {
  const path = join(temporaryFolder(), 'file.db')
  const database = openDatabase(`sqlite:${path}`, {
    name: 'things',
    steps: ['create table things (name text) strict'],
  })
  const other = new Database(path)
  return {
    changes: createChanges(database),
    write: () => other.run("insert into things values ('a')"),
    close: () => {
      other.close()
      database.close()
    },
  }
}
