import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { StartError } from '#lib/errors/start-error.ts'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { openDatabase, readNow, type Schema, writeNow } from '#lib/sqlite/open-database.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'

const schema: Schema = { name: 'things', steps: ['create table things (name text) strict'] }

describe('openDatabase()', () => {
  test('creates the file and its folders', () => {
    const path = join(temporaryFolder(), 'new', 'folder', 'file.db')

    const database = openDatabase(`sqlite:${path}`, schema)
    writeNow(database, () => database.db.run("insert into things values ('a')"))
    database.close()

    expect(namesIn(path)).toEqual(['a'])
  })

  test('also accepts sqlite://', () => {
    const path = temporaryPath()

    const database = openDatabase(`sqlite://${path}`, schema)

    expect(database.path).toBe(path)
    database.close()
  })

  test('syncs each commit to the disk', () => {
    const database = openDatabase(`sqlite:${temporaryPath()}`, schema)

    expect(database.db.query('pragma journal_mode').get()).toEqual({ journal_mode: 'wal' })
    expect(database.db.query('pragma synchronous').get()).toEqual({ synchronous: 2 })
    database.close()
  })

  test('opens a file once for all users, and closes it with the last one', () => {
    const url = `sqlite:${temporaryPath()}`
    const one = openDatabase(url, schema)
    const two = openDatabase(url, { name: 'others', steps: ['create table others (name text) strict'] })

    expect(two.db).toBe(one.db)
    one.close()
    one.close()
    expect(two.db.query('select count(*) as count from things').get()).toEqual({ count: 0 })
    two.close()
    expect(() => two.db.query('select 2')).toThrow(/closed/u)
  })

  test('runs only new steps', () => {
    const url = `sqlite:${temporaryPath()}`
    openDatabase(url, schema).close()

    const later = openDatabase(url, {
      ...schema,
      steps: [...schema.steps, 'alter table things add size integer'],
    })

    expect(later.db.query('select name, size from things').all()).toEqual([])
    later.close()
  })

  test('rolls back a failed step and the steps before it', () => {
    const url = `sqlite:${temporaryPath()}`

    expect(() => openDatabase(url, { ...schema, steps: [...schema.steps, 'no sql'] })).toThrow(StartError)

    const database = openDatabase(url, schema)
    expect(database.db.query('select name from things').all()).toEqual([])
    database.close()
  })

  test('rejects a file of a newer version, and keeps it open for others', () => {
    const url = `sqlite:${temporaryPath()}`
    const other = openDatabase(url, {
      ...schema,
      steps: [...schema.steps, 'create table more (name text) strict'],
    })

    const error = startErrorOf(() => openDatabase(url, schema))

    expect(error.message).toMatch(/^Cannot open database ".*": "things" was written by a newer version$/u)
    expect(error.hint).toContain('--fresh')
    expect(other.db.query('select name from more').all()).toEqual([])
    other.close()
  })

  test('rejects a file that is not a database, with a hint', () => {
    const path = temporaryPath()
    writeFileSync(path, 'This is text, and long enough to be taken for a header. '.repeat(100))

    const error = startErrorOf(() => openDatabase(`sqlite:${path}`, schema))

    expect(error.message).toContain(path)
    expect(error.hint).toContain('backup')
  })

  test('rejects a damaged file, with a hint', () => {
    const path = temporaryPath()
    const database = openDatabase(`sqlite:${path}`, schema)
    writeNow(database, () => {
      for (let row = 0; row < 2_000; row += 1)
        database.db.run('insert into things values (?)', [`thing ${row}`])
    })
    database.db.run('pragma wal_checkpoint(truncate)')
    database.close()
    const bytes = readFileSync(path)
    bytes.fill(0xff, 8_192, 20_480)
    writeFileSync(path, bytes)

    const error = startErrorOf(() => openDatabase(`sqlite:${path}`, schema))

    expect(error.message).toContain(path)
    expect(error.hint).toContain('backup')
  })

  test.each([
    ['a folder', '.'],
    ['inside a file', 'file/data.db'],
  ])('rejects a path that is %s, with a hint', (_, place) => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'file'), '')
    const path = join(folder, place)

    const error = startErrorOf(() => openDatabase(`sqlite:${path}`, schema))

    expect(error.message).toContain(path)
    expect(error.hint).toContain('Allow this user to read and write')
  })
})

describe('writeNow()', () => {
  test('rolls back when its work throws', () => {
    const database = openDatabase(`sqlite:${temporaryPath()}`, schema)

    expect(() =>
      writeNow(database, () => {
        database.db.run("insert into things values ('a')")
        throw new RangeError('no')
      }),
    ).toThrow(RangeError)

    expect(database.db.query('select name from things').all()).toEqual([])
    database.close()
  })

  test('throws UnavailableError while the disk is full', () => {
    const database = openDatabase(`sqlite:${temporaryPath()}`, schema)
    const fill = () =>
      writeNow(database, () => database.db.run('insert into things values (hex(zeroblob(100000)))'))
    database.db.run('pragma max_page_count = 5')

    expect(fill).toThrow(UnavailableError)

    database.db.run('pragma max_page_count = 1000000')
    expect(fill).not.toThrow()
    database.close()
  })
})

describe('readNow()', () => {
  test('returns the result, and passes on errors of the work', () => {
    const database = openDatabase(`sqlite:${temporaryPath()}`, schema)

    expect(readNow(database, () => database.db.query('select name from things').all())).toEqual([])
    expect(() => readNow(database, () => database.db.query('no sql'))).toThrow(/syntax error/u)
    database.close()
  })
})

function temporaryPath(): string {
  return join(temporaryFolder(), 'file.db')
}

function namesIn(path: string): string[] {
  const database = openDatabase(`sqlite:${path}`, schema)
  const rows = database.db.query<{ name: string }, []>('select name from things').all()
  database.close()
  return rows.map(({ name }) => name)
}

function startErrorOf(work: () => unknown): StartError {
  try {
    work()
  } catch (error) {
    if (error instanceof StartError) return error
    throw error
  }
  throw new Error('Cannot find a StartError: nothing was thrown')
}
