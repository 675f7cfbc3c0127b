import { join } from 'node:path'
import { expect } from 'vitest'
import { openKeyRing } from '#lib/auth/key-file.ts'
import { signPersonToken, signServiceToken } from '#lib/auth/tokens.ts'
import { erasedAmong } from '#lib/erasure/erased-among.fixture.ts'
import { openBusReader, openBusWriter } from '#lib/event-bus/open.ts'
import { NOTICES } from '#lib/event-bus/topics.ts'
import { decodeEvent } from '#lib/events/decode-event.ts'
import type { PushEvent } from '#lib/events/event.ts'
import type { Point } from '#lib/geo/point.ts'
import { createRightOfWay } from '#lib/loop/right-of-way.ts'
import { newId } from '#lib/ids/new-id.ts'
import {
  openBlockStore,
  openCandidateQueue,
  openMatchStore,
  openOwnerQueue,
  openPositionStore,
  openSubjectIndex,
  openSubjectStore,
  openSweepStore,
} from '#lib/store/open.ts'
import type { Opened } from '#lib/store/opened.ts'
import { POSITION_VALID_MS } from '#lib/store/place-subjects.ts'
import type { PositionStore } from '#lib/store/positions.ts'
import type { SubjectIndex, SubjectStore } from '#lib/store/subjects.ts'
import type { Subject } from '#lib/subjects/subject.ts'
import { openMetrics } from '#lib/telemetry/metrics.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { createMatching } from './app.ts'
import { matchingConsumer } from './consumer.ts'
import { openCouriers } from './open-couriers.ts'

/** The position of phones before they move. */
export const HOME = { lat: 52.5219, lng: 13.4132 }

/** A matcher with its stores, its bus and its API. */
export type World = Awaited<ReturnType<typeof openWorld>>

/** The stores from which a matcher and storage learn where subjects are. */
export interface PlaceStores {
  readonly store: Opened<SubjectStore>
  readonly subjects: Opened<SubjectIndex>
  readonly positions: PositionStore
}

/** How a world differs from the default. */
export interface WorldOptions {
  /** Wraps the stores, for tests that plant a fault in them. */
  readonly plant?: ((sound: PlaceStores) => Omit<PlaceStores, 'positions'>) | undefined
  /** How many matches one subject may have at a time. */
  readonly pairsMax?: number
}

/** Opens the station; several on one folder and store behave like several processes. */
export async function openWorld(
  folder = temporaryFolder(),
  url = `sqlite:${folder}/store.db`,
  { plant = (sound) => sound, pairsMax = 1_000 }: WorldOptions = {},
) {
  const busUrl = `sqlite:${folder}/bus.db`
  const keys = await openKeyRing(join(folder, 'keys.json'))
  const [soundStore, soundIndex, positions, matches, blocks, queue, ownerQueue, sweeps] = await Promise.all([
    openSubjectStore(url),
    openSubjectIndex(url),
    openPositionStore(url),
    openMatchStore(url),
    openBlockStore(url),
    openCandidateQueue(url),
    openOwnerQueue(url),
    openSweepStore(url),
  ])
  const { store, subjects } = plant({ store: soundStore, subjects: soundIndex, positions })
  const bus = await openBusWriter(busUrl)
  const way = createRightOfWay()
  const shared = { log: quietLog, metrics: openMetrics() }
  const ports = { subjects, positions, matches, blocks, queue, pairsMax }
  const couriers = openCouriers({ ...ports, owners: ownerQueue, way, sweeps, bus, ...shared })
  const courier = couriers.notices
  const gone = new Set<string>()
  const handle = matchingConsumer.handle({
    ...ports,
    way,
    erased: erasedAmong(gone),
    courier,
    metrics: shared.metrics,
  })
  const app = createMatching({
    matches,
    blocks,
    queue,
    owners: ownerQueue,
    positions,
    subjects,
    positionValidMs: POSITION_VALID_MS,
    pairsMax,
    endings: couriers.endings,
    notices: courier,
    identifier: { keys, audience: 'matching', adminPassword: '' },
    ...shared,
  })
  const owners = new Map<string, string>()
  let offset = 0

  async function feed(...events: readonly PushEvent[]): Promise<void> {
    const records = events.map((event) => ({
      topic: 'push.events',
      partition: 0,
      offset: (offset += 1),
      key: event.subject ?? event.id,
      value: JSON.stringify(withOwner(event)),
      timestamp: Date.now(),
    }))
    await handle({ topic: 'push.events', partition: 0, records })
  }

  // The key of a phone names its owner: the owner of the first subject that follows it, unless the test says otherwise.
  function withOwner(event: PushEvent): PushEvent {
    const { params, meta } = event.data
    if (meta.proven !== true || meta.person !== undefined) return event
    return {
      ...event,
      data: { params, meta: { ...meta, person: owners.get(event.subject ?? '') ?? 'nobody' } },
    }
  }

  function tokenOf(as: string): Promise<string> {
    const [kind, name = ''] = as.split(':')
    return kind === 'service'
      ? signServiceToken(keys, name, 'matching')
      : signPersonToken(keys, { person: as, role: 'person' }, 'matching')
  }

  /** All published notices, ordered by time. */
  async function notices(): Promise<PushEvent[]> {
    const found: PushEvent[] = []
    const options = { group: 'test', topics: [NOTICES.name], from: 'earliest', isCommitting: false } as const
    const reader = await openBusReader(busUrl, options)
    const end = (await reader.lag()).reduce((sum, partition) => sum + partition.end, 0)
    await reader.run(({ records }) => {
      found.push(...records.map(({ value }) => decodeEvent(value)))
      return Promise.resolve()
    })
    await expect.poll(() => found.length).toBeGreaterThanOrEqual(end)
    await reader.close()
    // Notices of one pair are in one partition, in order: those of one millisecond stay as they came.
    return found.sort((a, b) => Date.parse(a.time) - Date.parse(b.time))
  }

  return {
    keys,
    store,
    subjects,
    positions,
    matches,
    blocks,
    queue,
    owners: ownerQueue,
    way,
    couriers,
    /** Erased people. */
    gone,
    feed,
    notices,
    async positionOf(device: string) {
      return (await positions.findAll([device]))[0]
    },
    /** Calls the API as a person, as `service:<name>`, or without a token. */
    async call(methodAndPath: string, as?: string, json?: unknown): Promise<Response> {
      const [method = '', path = ''] = methodAndPath.split(' ')
      const headers = {
        ...(as !== undefined && { authorization: `Bearer ${await tokenOf(as)}` }),
        ...(json !== undefined && { 'content-type': 'application/json' }),
      }
      return app.request(path, { method, headers, ...(json !== undefined && { body: JSON.stringify(json) }) })
    },
    async keep(...kept: readonly Subject[]) {
      for (const subject of kept) {
        expect(await store.create(subject, [])).toBe('created')
        const { device, owner } = subject
        if (device !== undefined && !owners.has(device)) owners.set(device, owner)
      }
    },
    async close() {
      await couriers.stop()
      await bus.close()
      await Promise.all(
        [store, subjects, positions, matches, blocks, queue, ownerQueue, sweeps].map((each) => each.close()),
      )
    },
  }
}

/** A position event of a phone, proven by default. */
export function aPing(
  device: string,
  at: Point,
  over: {
    ageMs?: number
    /** How long ago it was received; now when it is absent. */
    receivedAgeMs?: number
    proven?: boolean
    person?: string
    params?: object
  } = {},
): PushEvent {
  const { ageMs = 0, receivedAgeMs = 0, proven = true, person, params = {} } = over
  const now = Date.now()
  return {
    specversion: '1.0',
    id: newId(),
    source: '/tracker/local',
    type: 'geo',
    subject: device,
    time: new Date(now - ageMs).toISOString(),
    datacontenttype: 'application/json',
    data: {
      params: { di: device, lt: at.lat, lg: at.lng, ...params },
      meta: { receivedAt: now - receivedAgeMs, protocol: 'get', pod: 'p', ...(proven && { proven, person }) },
    },
  }
}

/** The event of a removed subject, from storage. */
export function aRemoval(subject: Subject): PushEvent {
  const change = aChange(subject)
  const params = { ...change.data.params, action: 'delete', followed: subject.device }
  return { ...change, data: { ...change.data, params } }
}

/** A change event from storage. */
export function aChange(subject: Subject, source = '/service/storage'): PushEvent {
  const ping = aPing('none', HOME)
  const type = subject.kind === 'search' ? 'srch' : 'offr'
  const params = { _id: subject.id, action: 'update', owner: subject.owner }
  return { ...ping, type, source, subject: undefined, data: { params, meta: ping.data.meta } }
}
