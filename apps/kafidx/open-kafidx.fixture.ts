import { beginMatch } from '#lib/builders/begin-match.ts'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { openKeyRing } from '#lib/auth/key-file.ts'
import { signPersonToken, signServiceToken } from '#lib/auth/tokens.ts'
import { aMatch } from '#lib/builders/a-match.ts'
import { openBusReader, openBusWriter } from '#lib/event-bus/open.ts'
import { EVENTS, NOTICES } from '#lib/event-bus/topics.ts'
import type { PushEvent } from '#lib/events/event.ts'
import { newId } from '#lib/ids/new-id.ts'
import { openServiceClient, type ServiceClient } from '#lib/service-client/service-client.ts'
import { serve } from '#lib/station/serve.ts'
import {
  openBlockStore,
  openCandidateQueue,
  openCounterStore,
  openMatchStore,
  openPositionStore,
  openSubjectIndex,
} from '#lib/store/open.ts'
import { POSITION_VALID_MS } from '#lib/store/place-subjects.ts'
import type { CounterStore } from '#lib/store/counters.ts'
import type { MatchDraft } from '#lib/store/matches.ts'
import { openMetrics } from '#lib/telemetry/metrics.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { createStatistics } from '../../workers/statistics/app.ts'
import { allCounters } from '../../workers/statistics/all-counters.ts'
import { createMatching } from '../matching/app.ts'
import { createKafidx } from './app.ts'
import { openTail } from './open-tail.ts'
import { openAssets } from '#lib/ui/open-assets.ts'
import { kafidxPages } from './pages/all-pages.ts'

const ADMIN_PASSWORD = 'a-long-admin-password'
const DATA = 'data: '

/** The parts of an event that a test sets; the others have defaults. */
export interface EventDraft {
  readonly type?: string
  readonly device?: string
  readonly city?: string
  readonly ip?: string
  readonly params?: PushEvent['data']['params']
}

type Role = 'person' | 'operate' | 'service' | 'admin'

/** Kafidx on a real bus, with the stations it calls, over real HTTP. */
export interface Kafidx {
  /** Calls kafidx as the admin. */
  readonly call: (path: string, init?: RequestInit) => Promise<Response>
  /** The status that kafidx answers to a caller of this role, or to nobody. */
  readonly statusFor: (path: string, role: Role | undefined) => Promise<number>
  /** Follows a stream of server-sent events, each read by `parse`. */
  readonly follow: <Frame>(path: string, parse: (json: string) => Frame) => Promise<Stream<Frame>>
  readonly publish: (drafts: readonly EventDraft[], topic?: string) => Promise<void>
  readonly beginMatch: (over?: Partial<MatchDraft>) => Promise<string>
  readonly counters: CounterStore
  /** The client of kafidx for matching. */
  readonly matching: ServiceClient
  /** Number of calls of matching. */
  readonly asked: () => number
  readonly lose: (station: 'matching' | 'statistics') => Promise<void>
}

/** A followed stream. */
export interface Stream<Frame> {
  readonly frames: readonly Frame[]
  /** The received text. */
  readonly text: () => string
  readonly leave: () => void
}

/** An event in the form that enrich publishes. */
export function anEvent({
  type = 'geo',
  device = 'phone-1',
  city,
  ip,
  params = {},
}: EventDraft = {}): PushEvent {
  const receivedAt = Date.now()
  return {
    specversion: '1.0',
    id: newId(),
    source: '/tracker/local',
    type,
    subject: device,
    time: new Date(receivedAt).toISOString(),
    datacontenttype: 'application/json',
    data: { params, meta: { receivedAt, protocol: 'get', pod: 'pod-1', city, ip, klag: 3 } },
  }
}

/** Opens kafidx for one test; everything closes when the test ends. */
export async function openKafidx(): Promise<Kafidx> {
  const folder = temporaryFolder()
  const [busUrl, storeUrl] = [`sqlite:${folder}/bus.db`, `sqlite:${folder}/store.db`]
  const keys = await openKeyRing(join(folder, 'keys.json'))
  const common = (audience: string) => ({
    identifier: { keys, audience, adminPassword: ADMIN_PASSWORD },
    log: quietLog,
    metrics: openMetrics(),
  })
  const bus = await openBusWriter(busUrl)
  const matches = await openMatchStore(storeUrl)
  const blocks = await openBlockStore(storeUrl)
  const positions = await openPositionStore(storeUrl)
  const queue = await openCandidateQueue(storeUrl)
  const subjects = await openSubjectIndex(storeUrl)
  const counters = await openCounterStore(storeUrl)
  let asked = 0
  const matchingApp = createMatching({
    ...common('matching'),
    matches,
    blocks,
    queue,
    owners: queue,
    positions,
    subjects,
    positionValidMs: POSITION_VALID_MS,
    pairsMax: 1_000,
    endings: { nudge: () => undefined },
    notices: { nudge: () => undefined },
  })
  const statisticsApp = createStatistics({ ...common('statistics'), counters: allCounters, store: counters })
  const stations = {
    matching: listen((request) => {
      asked += 1
      return matchingApp.fetch(request, {})
    }),
    statistics: listen((request) => statisticsApp.fetch(request, {})),
  }
  const client = (audience: keyof typeof stations) =>
    openServiceClient({ keys, service: 'kafidx', audience, url: stations[audience].url })
  const tail = openTail(quietLog)
  const reader = await openBusReader(busUrl, {
    group: 'kafidx',
    topics: [EVENTS.name, NOTICES.name],
    from: 'latest',
    isCommitting: false,
  })
  await reader.run(tail.take)
  const app = createKafidx({
    ...common('kafidx'),
    assets: openAssets(kafidxPages),
    tail,
    matching: client('matching'),
    statistics: client('statistics'),
  })
  const server = listen((request) => app.fetch(request, {}))
  const leaving = new AbortController()
  onTestFinished(async () => {
    leaving.abort()
    await server.stop()
    await reader.close()
    await Promise.all(Object.values(stations).map((each) => each.stop()))
    await Promise.all(
      [bus, matches, blocks, positions, queue, subjects, counters].map((port) => port.close()),
    )
  })

  async function authorizationOf(role: Role): Promise<string> {
    if (role === 'admin') return `Basic ${btoa(`admin:${ADMIN_PASSWORD}`)}`
    return role === 'service'
      ? `Bearer ${await signServiceToken(keys, 'test', 'kafidx')}`
      : `Bearer ${await signPersonToken(keys, { person: 'anna', role }, 'kafidx')}`
  }

  async function call(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = { authorization: await authorizationOf('admin') }
    return fetch(server.url + path, { ...init, headers })
  }

  return {
    call,
    async statusFor(path, role) {
      const headers = role === undefined ? {} : { authorization: await authorizationOf(role) }
      const { status, body } = await fetch(server.url + path, { headers })
      await body?.cancel()
      return status
    },
    async follow<Frame>(path: string, parse: (json: string) => Frame) {
      const own = new AbortController()
      const response = await call(path, { signal: AbortSignal.any([own.signal, leaving.signal]) })
      if (!response.ok) throw new Error(`Cannot follow "${path}": ${await response.text()}`)
      const frames: Frame[] = []
      let text = ''
      const read = async () => {
        let rest = ''
        for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
          text += chunk
          const parts = (rest + chunk).split('\n\n')
          rest = parts.pop() ?? ''
          for (const part of parts) if (part.startsWith(DATA)) frames.push(parse(part.slice(DATA.length)))
        }
      }
      // An abort ends it, here or at the end of the test.
      read().catch(() => undefined)
      return { frames, text: () => text, leave: () => own.abort() }
    },
    async publish(drafts, topic = EVENTS.name) {
      const records = drafts.map(anEvent).map((event) => ({
        key: event.subject ?? event.id,
        value: JSON.stringify(event),
        timestamp: event.data.meta.receivedAt,
      }))
      await bus.publish(topic, records)
    },
    async beginMatch(over) {
      const draft = aMatch(over)
      await beginMatch(matches, draft, anEvent({ type: 'match.found', device: draft.id }))
      return draft.id
    },
    counters,
    matching: client('matching'),
    asked: () => asked,
    lose: (station) => stations[station].stop(),
  }
}

function listen(fetch: (request: Request) => Response | Promise<Response>) {
  return serve(
    { fetch, check: () => Promise.resolve(), stop: () => Promise.resolve() },
    { name: 'test', host: '127.0.0.1', port: 0 },
  )
}
