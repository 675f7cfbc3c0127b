import { join } from 'node:path'
import { fillMongoSubjects, type Filling } from '#lib/store/mongodb/fill-subjects.fixture.ts'
import { openSubjectStore } from '#lib/store/open.ts'
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

/** Starts a store in a folder and fills it. */
export function startFilledStore(
  name: StoreName,
  folder: string,
  subjects: Iterable<Subject>,
): Promise<FilledStore> {
  return name === 'sqlite' ? fillSqlite(folder, subjects) : fillMongo(folder, subjects)
}

async function fillSqlite(folder: string, subjects: Iterable<Subject>): Promise<FilledStore> {
  const url = `sqlite:${join(folder, 'store.db')}`
  const store = await openSubjectStore(url)
  const startedAt = performance.now()
  let rows = 0
  let writes: Promise<unknown>[] = []
  for (const subject of subjects) {
    writes.push(store.create(subject, []))
    rows += 1
    if (writes.length < AT_ONCE) continue
    await Promise.all(writes)
    writes = []
  }
  await Promise.all(writes)
  const fillMs = performance.now() - startedAt
  await store.close()
  return { url, filling: { rows, fillMs, indexMs: 0 }, about: 'SQLite', stop: () => Promise.resolve() }
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
