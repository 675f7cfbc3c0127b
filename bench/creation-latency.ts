import { z } from 'zod'
import { travel } from '#lib/geo/travel.ts'
import type { Platform } from '../tests/builders/platform.ts'
import type { Bench, Figure } from './bench.ts'
import { lookUntil } from './look-until.ts'
import { percentile } from './percentile.ts'
import { startRing, startRingOnEngines, type Ring } from './start-ring.ts'

const PAIRS = 200
// The first are not measured, because all caches are cold.
const WARM_PAIRS = 20
const PLACE = { lat: 52.5219, lng: 13.4132 }
const RADIUS_METERS = 400
const LIMIT_MS = 20

const loginSchema = z.object({ token: z.string() })
const matchesSchema = z.object({ items: z.array(z.unknown()) })

/** Milliseconds from the call that creates a search until its match with a standing offer is stored. */
export const creationLatency: Bench = {
  name: 'creation-latency',
  about:
    'milliseconds from the creation of a search until its match is there, on embedded adapters and on Redis, Kafka and MongoDB',
  async measure() {
    return [
      figure('embedded, one process', await createAll(await startRing())),
      figure(
        'Redis, Kafka and MongoDB, every station a process',
        await createAll(await startRingOnEngines()),
      ),
    ]
  },
}

async function createAll({ platform, stop }: Ring): Promise<number[]> {
  const times: number[] = []
  try {
    for (let index = 0; index < WARM_PAIRS + PAIRS; index += 1) {
      const giver = await aPerson(platform, `giver-${index}`)
      const seeker = await aPerson(platform, `seeker-${index}`)
      await giver.create('offers', index)
      // Whatever the offer made the platform do is over.
      await Bun.sleep(LIMIT_MS)
      const started = performance.now()
      const path = await seeker.create('searches', index)
      await lookUntil('matched', async () => ((await seeker.countMatches(path)) === 1 ? true : undefined))
      if (index >= WARM_PAIRS) times.push(performance.now() - started)
    }
  } finally {
    await stop()
  }
  return times
}

/** A person with a token for storage; each pair has other people, because a person may create only so many per hour. */
async function aPerson({ url }: Platform, person: string) {
  const login = await fetch(`${url}/accounts/dev-login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ person, audience: 'storage' }),
  })
  const { token } = loginSchema.parse(await login.json())
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  return {
    /** Creates a search or an offer of a thing; gives its path. */
    async create(kind: 'offers' | 'searches', thing: number): Promise<string> {
      const centre = kind === 'offers' ? PLACE : travel(PLACE, 90, RADIUS_METERS / 2)
      const body = JSON.stringify({
        title: `thing ${thing}`,
        keywords: [`thing ${thing}`],
        active: true,
        showLocation: true,
        region: { circle: { centre, radiusMeters: RADIUS_METERS } },
      })
      const response = await fetch(`${url}/store/${kind}`, { method: 'POST', headers, body })
      if (response.status !== 201)
        throw new Error(`Cannot create one of the ${kind}: ${await response.text()}`)
      await response.body?.cancel()
      return response.headers.get('location') ?? ''
    },
    async countMatches(path: string): Promise<number> {
      const response = await fetch(`${url}${path}/matches`, { headers })
      const { items } = matchesSchema.parse(await response.json())
      return items.length
    },
  }
}

function figure(name: string, times: readonly number[]): Figure {
  const p50 = percentile(times, 0.5)
  return {
    name: `creation of a search to its match, p50, ${name}`,
    unit: 'ms',
    value: p50,
    peers: [],
    note: `p99 ${percentile(times, 0.99).toFixed(1)} ms of ${times.length}; the list of its matches is read again and again, 1 ms after each answer; limit ${LIMIT_MS} ms: ${p50 <= LIMIT_MS ? 'kept' : 'NOT kept'}`,
  }
}
