import { join, resolve } from 'node:path'
import { openKeyRing } from '#lib/auth/key-file.ts'
import { signPersonToken } from '#lib/auth/tokens.ts'
import { openDirectLists } from '#lib/store/mongodb/direct-lists.fixture.ts'
import { queryTerms } from '#lib/subjects/text-terms.ts'
import { freePorts } from '../tests/builders/free-ports.ts'
import { spawnStation } from '../tests/builders/spawn-station.ts'
import { benchFolder } from './bench-folder.ts'
import type { Bench, Figure, Peer } from './bench.ts'
import { runPaced } from './end-to-end/run-paced.ts'
import type { BenchWorld } from './matching/bench-world.ts'
import { startFilledStore, type StoreName } from './matching/filled-store.ts'
import { matchingSize } from './matching/matching-size.ts'
import { seededRandom } from './matching/seeded.ts'
import { wantedStores } from './matching/wanted-stores.ts'
import { worldOfSize } from './matching/world-of-size.ts'
import { percentile } from './percentile.ts'

const SEED = 1
const PER_SECOND = 500
const CALLS = 10_000
const WARM_CALLS = 2_500
const IN_FLIGHT_MAX = 256
const DIRECT_CALLS = 1_000
const CREATIONS = 200
const PAGE = 20
const RADIUS_METERS = 5_000
const EMBEDDED_SIZE_MAX = 100_000
const MAIN = resolve(import.meta.dirname, '../apps/storage/main.ts')

/** Milliseconds of lists over HTTP, at a fixed rate, and until a new offer is in a list. */
export const storageLists: Bench = {
  name: 'storage-lists',
  about:
    'milliseconds of lists near a place and by text at 500 requests per second, on SQLite and MongoDB with 100,000 searches and as many offers, or BENCH_MATCHING_SIZE; on MongoDB also the same queries without our layer',
  async measure() {
    const figures: Figure[] = []
    for (const store of wantedStores()) figures.push(...(await measureStore(store, matchingSize())))
    return figures
  },
}

async function measureStore(store: StoreName, wanted: number): Promise<Figure[]> {
  await using ending = new AsyncDisposableStack()
  const folder = benchFolder()
  ending.defer(folder.remove)
  const size = store === 'sqlite' ? Math.min(wanted, EMBEDDED_SIZE_MAX) : wanted
  const world = worldOfSize(size, SEED)
  console.error(`  fills ${store} with ${amount(size)} + ${amount(size)}`)
  const filled = await startFilledStore(store, folder.path, world.subjects())
  ending.defer(() => filled.stop())
  const [port = 0] = await freePorts(1)
  const url = `http://127.0.0.1:${port}`
  const keysPath = join(folder.path, 'keys.json')
  const keys = await openKeyRing(keysPath)
  const station = await spawnStation({
    main: MAIN,
    folder: folder.path,
    environment: {
      STORE_URL: filled.url,
      STORAGE_PORT: String(port),
      METRICS_PORT: '0',
      AUTH_KEYS_PATH: keysPath,
      // The whole load comes from one machine, and neither accounts nor the tracker runs here.
      STRANGER_LISTS_PER_MINUTE: '0',
      LOG_LEVEL: 'error',
    },
    urls: [url],
  })
  ending.defer(async () => void (await station.stop()))
  const asked = questionsOf(world)
  const limits = store === 'sqlite' ? { near: 10, text: 10 } : { near: 20, text: 30 }
  const title = `${store}, ${amount(size)} + ${amount(size)}`
  const direct = store === 'mongodb' ? await timeDirect(filled.url, asked) : undefined
  const authorization = `Bearer ${await signPersonToken(keys, { person: 'maker', role: 'person' }, 'storage')}`
  return [
    await figureOf(`list near a place, ${title}`, url, asked.near, {
      limit: limits.near,
      peers: direct?.near,
    }),
    await figureOf(`list by text, ${title}`, url, asked.text, { limit: limits.text, peers: direct?.text }),
    await timeCreations(title, url, authorization),
  ]
}

interface Question {
  readonly path: string
}

interface Questions {
  readonly near: readonly (Question & { readonly centre: { readonly lat: number; readonly lng: number } })[]
  readonly text: readonly (Question & { readonly words: string })[]
}

/** Places where people live, and words that they write, both as frequent as in the world. */
function questionsOf(world: BenchWorld): Questions {
  const random = seededRandom(SEED, CALLS)
  const movers = Array.from({ length: CALLS }, () => world.mover(Math.floor(random() * world.movers)))
  return {
    near: movers.map(({ home }) => ({
      centre: home,
      path: `/store/offers?near=${home.lat.toFixed(5)},${home.lng.toFixed(5)}&radius=${RADIUS_METERS}&limit=${PAGE}`,
    })),
    text: movers.map(({ keywords }) => ({
      words: keywords[0] ?? '',
      path: `/store/offers?q=${encodeURIComponent(keywords[0] ?? '')}&limit=${PAGE}`,
    })),
  }
}

async function figureOf(
  name: string,
  url: string,
  questions: readonly Question[],
  { limit, peers = [] }: { readonly limit: number; readonly peers?: readonly Peer[] | undefined },
): Promise<Figure> {
  let at = 0
  let failed = 0
  let found = 0
  const call = async () => {
    const { path = '' } = questions[(at += 1) % questions.length] ?? {}
    const response = await fetch(url + path)
    const body = await response.text()
    if (response.status !== 200) failed += 1
    found += body.split('"id":').length - 1
  }
  const paced = {
    perSecond: PER_SECOND,
    inFlightMax: IN_FLIGHT_MAX,
    signal: new AbortController().signal,
    call,
  }
  await runPaced({ ...paced, max: WARM_CALLS })
  ;[failed, found] = [0, 0]
  const { ms, made, seconds } = await runPaced({ ...paced, max: CALLS })
  const p99 = percentile(ms, 0.99)
  return {
    name: `${name}, p50`,
    unit: 'ms',
    value: percentile(ms, 0.5),
    peers,
    note: `p99 ${p99.toFixed(1)} ms, limit ${limit} ms: ${p99 <= limit ? 'kept' : 'NOT kept'}; ${(made / seconds).toFixed(0)} requests/s, from the moment at which each was due; ${failed} failed; ${(found / made).toFixed(1)} offers a page of at most ${PAGE}`,
  }
}

/** The same questions to the database, one after the other. */
async function timeDirect(url: string, asked: Questions) {
  const lists = openDirectLists(url)
  try {
    const near = await timeEach(asked.near, ({ centre }) =>
      lists.near({ centre, radiusMeters: RADIUS_METERS }, PAGE),
    )
    const text = await timeEach(asked.text, ({ words }) => lists.text(queryTerms(words), PAGE))
    const peer = (times: readonly number[]): Peer[] => [
      {
        name: 'the same query without our layer, one after the other',
        value: percentile(times, 0.5),
        note: `p99 ${percentile(times, 0.99).toFixed(1)} ms`,
      },
    ]
    return { near: peer(near), text: peer(text) }
  } finally {
    await lists.close()
  }
}

async function timeEach<One>(all: readonly One[], ask: (one: One) => Promise<unknown>): Promise<number[]> {
  const times: number[] = []
  for (const one of all.slice(0, DIRECT_CALLS)) {
    const started = performance.now()
    await ask(one)
    times.push(performance.now() - started)
  }
  return times
}

async function timeCreations(title: string, url: string, authorization: string): Promise<Figure> {
  const times: number[] = []
  let late = 0
  for (let made = 0; made < CREATIONS; made += 1) {
    const body = JSON.stringify({
      title: 'A new one',
      keywords: ['bench'],
      active: true,
      showLocation: true,
      region: { circle: { centre: { lat: 52.52, lng: 13.405 }, radiusMeters: 500 } },
    })
    const started = performance.now()
    const created = await fetch(`${url}/store/offers`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body,
    })
    if (created.status !== 201) throw new Error(`Cannot create an offer: ${await created.text()}`)
    const path = created.headers.get('location') ?? ''
    const listed = await fetch(`${url}/store/offers?near=52.52,13.405&radius=1000&limit=${PAGE}`)
    const isThere = (await listed.text()).includes(path.split('/').at(-1) ?? path)
    times.push(performance.now() - started)
    if (!isThere) late += 1
    await fetch(url + path, { method: 'DELETE', headers: { authorization } })
  }
  return {
    name: `an offer is created, and is in a list, ${title}, p50`,
    unit: 'ms',
    value: percentile(times, 0.5),
    peers: [],
    note: `p99 ${percentile(times, 0.99).toFixed(1)} ms of both calls; ${late} of ${CREATIONS} were not in the first list`,
  }
}

function amount(count: number): string {
  return count.toLocaleString('en')
}
