import { type Db, MongoClient } from 'mongodb'
import { describe, expect, inject, onTestFinished, test } from 'vitest'
import { aMatch } from '#lib/builders/a-match.ts'
import { aNotice } from '#lib/builders/a-notice.ts'
import { pairKey, ringKey } from '#lib/events/match-notice.ts'
import { freshUrl } from './fresh-url.fixture.ts'
import { migrate } from './migrate.ts'
import type { Migration } from './migration.ts'
import { migration0002 } from './migrations/0002-match-owners.ts'
import { migration0003 } from './migrations/0003-delivery-channels.ts'
import { migration0004 } from './migrations/0004-run-fences.ts'
import { migration0005 } from './migrations/0005-delivery-contents.ts'
import { migration0006 } from './migrations/0006-picture-looks.ts'

const uri = inject('mongodbUri')

// Told at the start of the run why there is none; with CI=true that has failed the run already.
describe.skipIf(uri === undefined)('migrate()', () => {
  function database(): Db {
    const client = new MongoClient(freshUrl(uri ?? ''))
    onTestFinished(() => client.close())
    return client.db()
  }

  /** Migrations that write down their runs. */
  function migrations(count: number, runs: number[]): Migration[] {
    return Array.from({ length: count }, (_, index) => ({
      number: index + 1,
      name: `step ${index + 1}`,
      run: () => Promise.resolve(void runs.push(index + 1)),
    }))
  }

  test('runs what a database has not seen, in order, once', async () => {
    const db = database()
    const runs: number[] = []
    await migrate(db, 'test', migrations(2, runs))
    await migrate(db, 'test', migrations(2, runs))
    expect(runs).toEqual([1, 2])
    await migrate(db, 'test', migrations(12, runs))
    expect(runs).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
  })

  test('runs one that failed again, and none behind it before', async () => {
    const db = database()
    const runs: number[] = []
    const broken = migrations(3, runs).map((each) =>
      each.number === 2 ? { ...each, run: () => Promise.reject(new Error('disk full')) } : each,
    )
    await expect(migrate(db, 'test', broken)).rejects.toThrow('disk full')
    await migrate(db, 'test', migrations(3, runs))
    expect(runs).toEqual([1, 2, 3])
  })

  test('0006 gives pictures the time of their last upload, and leaves those that have it', async () => {
    const db = database()
    const pictures = db.collection<{ _id: string; references: object[]; added?: number; likeness?: string }>(
      'assets',
    )
    const reference = { owner: 'ada', width: 1, height: 1, bytes: 1 }
    await pictures.insertMany([
      {
        _id: 'old',
        references: [
          { ...reference, created: 5 },
          { ...reference, owner: 'bob', created: 9 },
        ],
      },
      { _id: 'new', references: [{ ...reference, created: 5 }], added: 7, likeness: 'ff' },
    ])
    for (let run = 0; run < 2; run += 1) await migration0006.run(db)
    expect(await pictures.find().project({ references: 0 }).toArray()).toEqual([
      { _id: 'old', added: 9, placeholder: '', likeness: '', bands: [], isAlike: false },
      { _id: 'new', added: 7, likeness: 'ff' },
    ])
  })

  test('0002 gives matches the owners that their sides name, and leaves those that have them', async () => {
    const db = database()
    const matches = db.collection<{ _id: string; owners?: unknown; sides: unknown }>('matches')
    const { sides } = aMatch()
    await matches.insertMany([
      { _id: 'both', sides },
      { _id: 'watched', sides: sides.slice(0, 1) },
      { _id: 'new', sides, owners: { search: 'anna', offer: 'ben' } },
    ])
    for (let run = 1; run <= 2; run += 1) await migration0002.run(db)
    expect(await matches.find({}, { projection: { sides: 0 } }).toArray()).toEqual([
      { _id: 'both', owners: { search: 'seeker', offer: 'giver' } },
      { _id: 'watched', owners: { search: 'seeker', offer: '' } },
      { _id: 'new', owners: { search: 'anna', offer: 'ben' } },
    ])
  })

  test('0003 marks deliveries that do not say their channel, and leaves those that do', async () => {
    const db = database()
    const deliveries = db.collection<{ _id: string; channel?: string }>('deliveries')
    await deliveries.insertMany([{ _id: 'old' }, { _id: 'new', channel: 'log' }])
    for (let run = 1; run <= 2; run += 1) await migration0003.run(db)
    expect(await deliveries.find().toArray()).toEqual([
      { _id: 'old', channel: '' },
      { _id: 'new', channel: 'log' },
    ])
  })

  test('0004 makes a run that is running from before stale, and leaves those that have a fence', async () => {
    const db = database()
    const runs = db.collection<{ _id: string; fence?: number; beatAt?: number }>('runs')
    await runs.insertMany([{ _id: 'old' }, { _id: 'new', fence: 7, beatAt: 5 }])
    for (let run = 1; run <= 2; run += 1) await migration0004.run(db)
    expect(await runs.find().toArray()).toEqual([
      { _id: 'old', fence: 0, beatAt: 0, reasons: [], refusals: [] },
      { _id: 'new', fence: 7, beatAt: 5 },
    ])
  })

  test('0005 gives deliveries their content and the keys of ringKey(), and leaves those that have them', async () => {
    const db = database()
    // Of the version before.
    const validator = { $jsonSchema: { required: ['pair', 'side', 'person', 'notice'] } }
    await db.createCollection('deliveries', { validator, validationLevel: 'moderate' })
    const deliveries = db.collection<{ _id: string; content?: unknown; notice?: unknown; ringKey?: string }>(
      'deliveries',
    )
    const [watching, offering] = aNotice().sides
    if (watching === undefined || offering === undefined) throw new Error('too few')
    const notices = [
      aNotice(),
      aNotice({ sides: [watching] }),
      aNotice({ sides: [watching, { ...offering, person: 'importer:shops' }] }),
    ]
    const old = notices.map((notice, place) => ({
      _id: `${place}`,
      pair: pairKey(notice.match.search, notice.match.offer),
      side: 0,
      person: 'seeker',
      notice,
    }))
    await deliveries.insertMany([...old, { _id: 'new', content: { kind: 'test' }, ringKey: '' }], {
      bypassDocumentValidation: true,
    })
    for (let run = 1; run <= 2; run += 1) await migration0005.run(db)
    const stored = await deliveries.find({}, { projection: { content: 1, notice: 1, ringKey: 1 } }).toArray()
    expect(stored).toEqual([
      ...notices.map((notice, place) => ({
        _id: `${place}`,
        content: { kind: 'match', notice, side: 0 },
        ringKey: ringKey(notice, 0),
      })),
      { _id: 'new', content: { kind: 'test' }, ringKey: '' },
    ])
  })

  test('refuses a database of a newer version', async () => {
    const db = database()
    await migrate(db, 'test', migrations(2, []))
    await expect(migrate(db, 'test', migrations(1, []))).rejects.toThrow('newer version')
  })
})
