import { appendFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { partsOf } from '#lib/loop/parts-of.ts'
import type { Subject } from '#lib/subjects/subject.ts'
import { importOffers } from '../apps/cli/offers/import-offers.ts'
import { freePorts } from '../tests/builders/free-ports.ts'
import { spawnStation } from '../tests/builders/spawn-station.ts'
import { startMongo } from '../tests/engines/mongo.ts'
import { benchFolder } from './bench-folder.ts'
import type { Bench, Figure } from './bench.ts'
import { cpuSeconds } from './cpu-seconds.ts'
import type { StoreName } from './matching/filled-store.ts'
import { wantedStores } from './matching/wanted-stores.ts'
import { worldOfSize } from './matching/world-of-size.ts'
import { readCount } from './read-count.ts'
import { rssMib } from './rss-mib.ts'

const SEED = 1
const OWNER = 'importer:bench'
const PASSWORD = 'a-password-for-benches'
const MAIN = resolve(import.meta.dirname, '../apps/storage/main.ts')
const CACHE_GIB = 2
const WRITTEN_AT_ONCE = 1_000

/** Offers per second of a bulk, over HTTP, and the memory of the station. */
export const storageBulk: Bench = {
  name: 'storage-bulk',
  about:
    'offers per second of a bulk of 100,000, or BENCH_BULK_OFFERS, into storage on SQLite and on MongoDB: new ones, the same ones again, and their removal; and the memory of storage',
  async measure() {
    const offers = readCount('BENCH_BULK_OFFERS', { fallback: 100_000, min: 1_000 })
    await using ending = new AsyncDisposableStack()
    const folder = benchFolder()
    ending.defer(folder.remove)
    const path = join(folder.path, 'offers.ndjson')
    writeLines(path, offers)
    const figures: Figure[] = []
    for (const store of wantedStores()) figures.push(...(await measureStore(store, path, offers)))
    return figures
  },
}

async function measureStore(store: StoreName, path: string, offers: number): Promise<Figure[]> {
  await using ending = new AsyncDisposableStack()
  const folder = benchFolder()
  ending.defer(folder.remove)
  const [mongoPort = 0, port = 0] = await freePorts(2)
  let storeUrl = `sqlite:${join(folder.path, 'store.db')}`
  if (store === 'mongodb') {
    const { uri, processes } = await startMongo({
      folder: join(folder.path, 'mongo'),
      port: mongoPort,
      cacheGib: CACHE_GIB,
    })
    ending.defer(async () => void (await Promise.all(processes.map((one) => one.stop()))))
    storeUrl = uri
  }
  const url = `http://127.0.0.1:${port}`
  const station = await spawnStation({
    main: MAIN,
    folder: folder.path,
    environment: {
      STORE_URL: storeUrl,
      STORAGE_PORT: String(port),
      METRICS_PORT: '0',
      ADMIN_PASSWORD: PASSWORD,
      AUTH_KEYS_PATH: join(folder.path, 'keys.json'),
      // Accounts and the tracker do not run here.
      LOG_LEVEL: 'error',
    },
    urls: [url],
  })
  ending.defer(async () => void (await station.stop()))
  const before = rssMib(station.pid)
  const target = {
    url: `${url}/store/bulk/offers/${OWNER}`,
    authorization: async () => `Basic ${Buffer.from(`admin:${PASSWORD}`).toString('base64')}`,
  }
  const events = { onRefused: () => undefined, onStored: () => undefined, onBroken: () => undefined }
  const send = async () => {
    const [startedAt, cpuBefore] = [performance.now(), cpuSeconds(station.pid)]
    const totals = await importOffers({ target, path, isPartial: false, events })
    const cpu = cpuSeconds(station.pid) - cpuBefore
    return { totals, seconds: (performance.now() - startedAt) / 1_000, cpu }
  }
  const created = await send()
  const same = await send()
  const startedAt = performance.now()
  const removed = await fetch(target.url, {
    method: 'DELETE',
    headers: { authorization: await target.authorization() },
  })
  await removed.text()
  const removeSeconds = (performance.now() - startedAt) / 1_000
  const title = `${store}, ${offers.toLocaleString('en')} offers`
  const rate = (name: string, { seconds, cpu }: { seconds: number; cpu?: number }, note: string): Figure => ({
    name: `${name}, ${title}`,
    unit: 'offers/s',
    value: offers / seconds,
    ...(cpu !== undefined && { cpuSecondsPerEvent: cpu / offers }),
    peers: [],
    note,
  })
  return [
    rate('bulk of new offers', created, `${created.totals.new ?? 0} new`),
    rate('the same bulk again', same, `${same.totals.unchanged ?? 0} unchanged`),
    rate('removal of all', { seconds: removeSeconds }, 'in batches of 500'),
    {
      name: `resident memory of storage at its highest, ${title}`,
      unit: 'MiB',
      value: rssMib(station.pid, 'VmHWM'),
      peers: [],
      note: `limit 256; ${before.toFixed(0)} MiB before`,
    },
  ]
}

/** Writes the offers of a world as lines of a bulk: each stays where it is, and has a text of 24 words. */
function writeLines(path: string, offers: number): void {
  for (const part of partsOf(worldOfSize(offers, SEED).subjects(), WRITTEN_AT_ONCE)) {
    const lines = part.filter(({ kind }) => kind === 'offer').map(lineOf)
    appendFileSync(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
  }
}

function lineOf({ id, title, text, keywords, place, at, radiusMeters }: Subject) {
  return {
    ref: id,
    title,
    text,
    keywords,
    place,
    region: { circle: { centre: at, radiusMeters } },
    showLocation: true,
  }
}
