import { Database } from 'bun:sqlite'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { createGroupCommit } from '#lib/sqlite/group-commit.ts'
import { openDatabase } from '#lib/sqlite/open-database.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'

test('all writes of a turn are rolled back when one of them fails', async () => {
  const { insert, fail, write, names, close } = start()

  const results = await Promise.allSettled([write(insert('a')), write(fail), write(insert('b'))])

  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
  expect(names()).toEqual([])
  close()
})

test('a failed turn does not affect later turns', async () => {
  const { insert, fail, write, names, close } = start()

  await expect(write(fail)).rejects.toThrow('no')
  const result = await write(insert('a'))

  expect(result).toBe('a')
  expect(names()).toEqual(['a'])
  close()
})

test('work runs in the order of the calls', async () => {
  const { insert, write, names, close } = start()

  await Promise.all(['c', 'a', 'b'].map((name) => write(insert(name))))

  expect(names()).toEqual(['c', 'a', 'b'])
  close()
})

test('settled() resolves when all work is written, also if there was none', async () => {
  const { insert, fail, write, settled, names, close } = start()
  await settled()

  const writing = write(insert('a'))
  await settled()
  expect(names()).toEqual(['a'])
  await writing

  const failing = write(fail)
  await settled()
  await expect(failing).rejects.toThrow('no')
  close()
})

test('waits for a writer in another process without blocking this process', async () => {
  const { insert, write, names, lock, close } = start()
  const unlock = lock()

  const writing = write(insert('a'))
  let turns = 0
  await expect.poll(() => (turns += 1), { interval: 5 }).toBeGreaterThan(5)
  expect(names()).toEqual([])
  unlock()

  await expect(writing).resolves.toBe('a')
  expect(names()).toEqual(['a'])
  close()
})

test('a write is rejected when the file stays locked for 5 seconds', async () => {
  const { insert, write, names, lock, close } = start()
  const unlock = lock()
  vi.useFakeTimers({ toFake: ['performance'] })
  const writing = write(insert('a'))
  const refusal = expect(writing).rejects.toThrow(UnavailableError)

  const ticking = setInterval(() => vi.advanceTimersByTime(1_000), 1)
  await refusal
  clearInterval(ticking)
  vi.useRealTimers()
  unlock()

  await write(insert('b'))
  expect(names()).toEqual(['b'])
  close()
})

function start() {
  const schema = { name: 'things', steps: ['create table things (name text) strict'] }
  const path = join(temporaryFolder(), 'file.db')
  const database = openDatabase(`sqlite:${path}`, schema)
  const { db } = database
  return {
    ...createGroupCommit(database),
    close: database.close,
    lock: () => {
      const other = new Database(path)
      other.run('begin immediate')
      return () => other.close()
    },
    insert: (name: string) => () => {
      db.run('insert into things values (?)', [name])
      return name
    },
    fail: () => {
      throw new Error('no')
    },
    names: () =>
      db
        .query<{ name: string }, []>('select name from things')
        .all()
        .map(({ name }) => name),
  }
}
