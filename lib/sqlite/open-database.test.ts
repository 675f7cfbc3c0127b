import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { StartError } from '#lib/errors/start-error.ts'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { openDatabase, readNow, type Schema, writeNow } from '#lib/sqlite/open-database.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'

const schema: Schema = { name: 'things', steps: ['create table things (name text) strict'] }

describe('openDatabase()', () => {
  test('makes the file and its folders', () => {
    const path = join(temporaryFolder(), 'new', 'folder', 'file.db')

    const database = openDatabase(`sqlite:${path}`, schema)
    writeNow(database, () => database.db.run("insert into things values ('a')"))
    database.close()

    expect(namesIn(path)).toEqual(['a'])
  })

  test('takes sqlite:// as well', () => {
    const path = temporaryPath()

    const database = openDatabase(`sqlite://${path}`, schema)

    expect(database.path).toBe(path)
    database.close()
  })

  test('keeps commits safe from a crash of the machine', () => {
    const database = openDatabase(`sqlite:${temporaryPath()}`, schema)

    expect(database.db.query('pragma journal_mode').get()).toEqual({ journal_mode: 'wal' })
    expect(database.db.query('pragma synchronous').get()).toEqual({ synchronous: 2 })
    database.close()
  })

  test('opens a file once however many ask for it, until the last one closes it', () => {
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

  test('runs only the steps that are new', () => {
    const url = `sqlite:${temporaryPath()}`
    openDatabase(url, schema).close()

    const later = openDatabase(url, {
      ...schema,
      steps: [...schema.steps, 'alter table things add size integer'],
    })

    expect(later.db.query('select name, size from things').all()).toEqual([])
    later.close()
  })

  test('undoes a step that fails, and those before it', () => {
    const url = `sqlite:${temporaryPath()}`

    expect(() => openDatabase(url, { ...schema, steps: [...schema.steps, 'no sql'] })).toThrow(StartError)

    const database = openDatabase(url, schema)
    expect(database.db.query('select name from things').all()).toEqual([])
    database.close()
  })

  test('refuses a file of a newer version, and leaves it open to others', () => {
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

  test('refuses what is no database, and says what to do', () => {
    const path = temporaryPath()
    writeFileSync(path, 'This is text, and long enough to be taken for a header. '.repeat(100))

    const error = startErrorOf(() => openDatabase(`sqlite:${path}`, schema))

    expect(error.message).toContain(path)
    expect(error.hint).toContain('backup')
  })

  test('refuses a damaged file, and says what to do', () => {
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
  ])('refuses a path that is %s, and says what to do', (_, place) => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'file'), '')
    const path = join(folder, place)

    const error = startErrorOf(() => openDatabase(`sqlite:${path}`, schema))

    expect(error.message).toContain(path)
    expect(error.hint).toContain('right to read and write')
  })
})

describe('writeNow()', () => {
  test('undoes all when its work throws', () => {
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

  test('says that the file is unavailable while the disk is full', () => {
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
  test('gives what was read, and passes on mistakes in the work', () => {
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
