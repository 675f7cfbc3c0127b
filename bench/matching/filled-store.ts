import { join } from 'node:path'
import { processEnvironment } from '#lib/config/process-environment.ts'
import { fillMongoSubjects, type Filling } from '#lib/store/mongodb/fill-subjects.fixture.ts'
import { openPositionStore, openSubjectIndex, openSubjectStore } from '#lib/store/open.ts'
import { partsOf } from '#lib/loop/parts-of.ts'
import type { PositionChange } from '#lib/store/positions.ts'
import { snapToGrid } from '#lib/geo/snap.ts'
import type { Subject } from '#lib/subjects/subject.ts'
import { freePorts } from '../../tests/builders/free-ports.ts'
import { readMongoStatus } from '../../tests/engines/mongo-status.ts'
import { startMongo } from '../../tests/engines/mongo.ts'
import { cpuSeconds } from '../cpu-seconds.ts'

/** A store with the subjects of a world. */
export interface FilledStore {
  readonly url: string
  readonly filling: Filling
  /** The engine and its settings, in words. */
  readonly about: string
  /** The commands that its server has handled, by name; undefined if it has no server. */
  readonly commands?: (() => Promise<ReadonlyMap<string, number>>) | undefined
  /** CPU seconds of its server. */
  readonly cpuSeconds?: (() => number) | undefined
  stop(): Promise<void>
}

/** The names of the stores. */
export const STORES = ['sqlite', 'mongodb'] as const
/** The name of a store. */
export type StoreName = (typeof STORES)[number]

const CACHE_GIB = 6
const GIB = 1_073_741_824
const AT_ONCE = 500
const MINUTE_MS = 60_000

/**
 * Starts a store in a folder and fills it. To fill a million takes half an hour: `BENCH_FILLED_URL` names a MongoDB that is filled
 * already with the same subjects.
 */
export function startFilledStore(
  name: StoreName,
  folder: string,
  subjects: Iterable<Subject>,
): Promise<FilledStore> {
  if (name === 'sqlite') return fillSqlite(folder, subjects)
  const { BENCH_FILLED_URL: url = '' } = processEnvironment()
  return url === '' ? fillMongo(folder, subjects) : useFilled(url)
}

async function useFilled(url: string): Promise<FilledStore> {
  const about = `mongod ${(await readMongoStatus(url)).version}, filled before`
  return { url, filling: { rows: 0, fillMs: 0, indexMs: 0 }, about, stop: () => Promise.resolve() }
}

async function fillSqlite(folder: string, subjects: Iterable<Subject>): Promise<FilledStore> {
  const url = `sqlite:${join(folder, 'store.db')}`
  const store = await openSubjectStore(url)
  const index = await openSubjectIndex(url)
  const positions = await openPositionStore(url)
  const startedAt = performance.now()
  let rows = 0
  for (const batch of partsOf(subjects, AT_ONCE)) {
    await Promise.all(batch.map((subject) => store.create(subject, [])))
    const followers = batch.filter(({ device, at }) => device !== undefined && at !== undefined)
    await positions.write(followers.flatMap(homeOf))
    await index.anchor(await index.findAll({ ids: followers.map(({ id }) => id) }))
    rows += batch.length
  }
  const fillMs = performance.now() - startedAt
  await Promise.all([store, index, positions].map((each) => each.close()))
  return { url, filling: { rows, fillMs, indexMs: 0 }, about: 'SQLite', stop: () => Promise.resolve() }
}

/** The position of the device that a subject follows, at its home. */
function homeOf({ device, owner, at }: Subject): PositionChange[] {
  if (device === undefined || at === undefined) return []
  const position = { person: owner, at, cell: snapToGrid(at), timeMs: Date.now() - MINUTE_MS }
  return [{ device, position }]
}

async function fillMongo(folder: string, subjects: Iterable<Subject>): Promise<FilledStore> {
  await using ending = new AsyncDisposableStack()
  const [port = 0] = await freePorts(1)
  const { uri, processes } = await startMongo({ folder: join(folder, 'mongo'), port, cacheGib: CACHE_GIB })
  ending.defer(async () => void (await Promise.all(processes.map((one) => one.stop()))))
  const filling = await fillMongoSubjects(uri, subjects)
  const { version, cacheBytesMax } = await readMongoStatus(uri)
  const started = ending.move()
  return {
    url: uri,
    filling,
    about: `mongod ${version}, one member, wiredTigerCacheSizeGB ${(cacheBytesMax / GIB).toFixed(2)}`,
    commands: async () => (await readMongoStatus(uri)).commands,
    cpuSeconds: () => processes.reduce((sum, { pid }) => sum + cpuSeconds(pid), 0),
    stop: () => started.disposeAsync(),
  }
}
