import { onTestFinished } from 'vitest'
import { z } from 'zod'
import { openKeyRing } from '#lib/auth/key-file.ts'
import { signPersonToken, signServiceToken } from '#lib/auth/tokens.ts'
import type { OutgoingEvent } from '#lib/events/outgoing-event.ts'
import { decodeTracked, type TrackedEvent } from '#lib/events/tracked-event.ts'
import type { App } from '#lib/http/create-app.ts'
import { openCourier } from '#lib/outbox/open-courier.ts'
import { openServiceClient } from '#lib/service-client/service-client.ts'
import { tellTracker } from '#lib/service-client/tell-tracker.ts'
import { serve, type Server } from '#lib/station/serve.ts'
import {
  openAuditStore,
  openBulkStore,
  openChannelStore,
  openForbiddenStore,
  openReportStore,
  openRunStore,
  openSubjectStore,
} from '#lib/store/open.ts'
import type { RunStore } from '#lib/store/runs.ts'
import type { SubjectStore } from '#lib/store/subjects.ts'
import type { Subject } from '#lib/subjects/subject.ts'
import { openStreamReader, openStreamWriter } from '#lib/stream-log/open.ts'
import { openMetrics } from '#lib/telemetry/metrics.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { aTracker } from '../../edge/tracker/a-tracker.fixture.ts'
import { openForwardPosition } from '../storage/forward-position.ts'
import { createStorage } from '../storage/app.ts'
import { createOffers } from './app.ts'
import type { ImportedOffer, Importer } from './importers/importer.ts'
import { openJobs, type Jobs } from './open-jobs.ts'
import { openAssets } from '#lib/ui/open-assets.ts'
import { storagePages } from '../storage/pages/all-pages.ts'
import { offersPages } from './pages/all-pages.ts'

const answer = z.object({ run: z.string() })
const ADMIN_PASSWORD = 'a-long-admin-password'

// No server listens there: offers of importers follow no device, and have no matches here.
const NOWHERE = 'http://127.0.0.1:9'

/** apps/offers with storage and tracker, on embedded adapters, over real HTTP. */
export interface Market {
  readonly subjects: SubjectStore
  readonly runs: RunStore
  readonly jobs: Jobs
  /** Calls apps/offers; `as` is `admin`, `operate`, `service`, or absent; `more` are headers. */
  readonly call: (methodAndPath: string, as?: string, more?: Record<string, string>) => Promise<Response>
  /** Runs the importer, waits for its end, and gives the listed run. */
  readonly run: () => Promise<Record<string, unknown>>
  /** The offers in storage, by title. */
  readonly stored: () => Promise<Subject[]>
  /** All events in the stream of the tracker. */
  readonly told: () => Promise<TrackedEvent[]>
  /** Stops a station that offers calls. */
  readonly lose: (station: 'storage' | 'tracker') => Promise<void>
  /** Called before storage; when it gives an answer, storage does not get the call. */
  readonly meddle: (answer: Meddler) => void
  /** Opens the jobs of another process on the same stores. */
  readonly openOtherJobs: (runMs?: number) => Jobs
  readonly storeUrl: string
}

type Meddler = (request: Request) => Response | undefined | Promise<Response | undefined>

/** An offer of a source. */
export function anImportedOffer(key: string, over: Partial<ImportedOffer> = {}): ImportedOffer {
  return {
    key,
    title: `Offer ${key}`,
    text: '',
    keywords: ['thing'],
    at: { lat: 52.52, lng: 13.4 },
    radiusMeters: 500,
    place: 'Berlin',
    ...over,
  }
}

/** An importer with a given fetch function. */
export function anImporter(fetch: Importer['fetch']): Importer {
  return { id: 'test', owner: 'importer:test', cron: '0 * * * *', keywords: ['#test'], fetch }
}

const RUN_MS = 60_000

/** Opens the stations with one importer for one test; a run may take `runMs`. */
export async function openMarket(importer: Importer, runMs = RUN_MS): Promise<Market> {
  const folder = temporaryFolder()
  const storeUrl = `sqlite:${folder}/store.db`
  const streamUrl = `sqlite:${folder}/stream.db`
  const keys = await openKeyRing(`${folder}/keys.json`)
  const stream = await openStreamWriter(streamUrl)
  const reader = await openStreamReader(streamUrl, { group: 'test', consumer: 'test' })
  const [audit, bulks, channels, forbidden, reports, subjects, runs] = await Promise.all([
    openAuditStore(storeUrl),
    openBulkStore(storeUrl),
    openChannelStore(storeUrl),
    openForbiddenStore(storeUrl),
    openReportStore(storeUrl),
    openSubjectStore(storeUrl),
    openRunStore(storeUrl),
  ])
  const shared = { log: quietLog, metrics: openMetrics() }
  const identifier = (audience: string) => ({ keys, audience, adminPassword: ADMIN_PASSWORD })
  const client = (
    audience: 'accounts' | 'images' | 'matching' | 'notifications' | 'storage' | 'tracker',
    url: string,
    service: string,
  ) => openServiceClient({ keys, service, audience, url })

  const trackerServer = serveApp(aTracker({ stream, keys }, shared))
  const courier = openCourier<OutgoingEvent>({
    outbox: subjects,
    tell: (events) => tellTracker(client('tracker', trackerServer.url, 'storage'), events),
    log: quietLog,
  })
  const storage = createStorage({
    assets: openAssets(storagePages),
    subjects,
    courier,
    bulks,
    bulkCourier: courier,
    channels,
    channelCourier: courier,
    accounts: client('accounts', NOWHERE, 'storage'),
    matching: client('matching', NOWHERE, 'storage'),
    notifications: client('notifications', NOWHERE, 'storage'),
    reports,
    forbidden,
    images: client('images', NOWHERE, 'storage'),
    forwardPosition: openForwardPosition(NOWHERE),
    identifier: identifier('storage'),
    ...shared,
  })
  let meddler: Meddler = () => undefined
  const storageServer = serveApp({
    fetch: async (request, bindings) => (await meddler(request)) ?? storage.fetch(request, bindings),
  })
  const servers = { storage: storageServer, tracker: trackerServer }
  const openJobsHere = (runMsMax: number) =>
    openJobs({
      runs,
      demoCity: 'Berlin',
      storage: client('storage', storageServer.url, 'offers'),
      tracker: client('tracker', trackerServer.url, 'offers'),
      runMs: runMsMax,
      ...shared,
    })
  const jobs = openJobsHere(runMs)
  const otherJobs: Jobs[] = []
  const app = createOffers({
    assets: openAssets(offersPages),
    importers: [importer],
    runs,
    jobs,
    identifier: identifier('offers'),
    audit,
    ...shared,
  })
  onTestFinished(async () => {
    await Promise.all([jobs, ...otherJobs].map((each) => each.stop()))
    await courier.stop()
    await Promise.all(Object.values(servers).map((server) => server.stop()))
    await Promise.all(
      [audit, bulks, channels, forbidden, reports, subjects, runs, reader, stream].map((port) =>
        port.close(),
      ),
    )
  })

  async function authorizationOf(as: string): Promise<string> {
    if (as === 'admin') return `Basic ${Buffer.from(`admin:${ADMIN_PASSWORD}`).toString('base64')}`
    return as === 'service'
      ? `Bearer ${await signServiceToken(keys, 'test', 'offers')}`
      : `Bearer ${await signPersonToken(keys, { person: 'olga', role: 'operate' }, 'offers')}`
  }

  async function call(
    methodAndPath: string,
    as?: string,
    more: Record<string, string> = {},
  ): Promise<Response> {
    const [method = '', path = ''] = methodAndPath.split(' ')
    const headers = { ...more, ...(as !== undefined && { authorization: await authorizationOf(as) }) }
    return app.request(path, { method, headers }, {})
  }

  const told: TrackedEvent[] = []
  return {
    subjects,
    runs,
    jobs,
    call,
    async run() {
      const response = await call(`POST /jobs/${importer.id}/run`, 'admin')
      if (response.status !== 202) throw new Error(`Cannot run: ${await response.text()}`)
      const { run } = answer.parse(await response.json())
      for (;;) {
        const found = await runs.find(run)
        if (found !== undefined && found.state !== 'running') return { ...found }
        await new Promise((resolve) => setImmediate(resolve))
      }
    },
    async stored() {
      const { items } = await subjects.list({ owner: importer.owner, limit: 200 })
      return items.toSorted((a, b) => a.title.localeCompare(b.title))
    },
    async told() {
      // Storage sends its events in the background.
      await courier.flush()
      const entries = await reader.take(10_000, 0)
      await reader.ack(entries.map(({ token }) => ({ token, outcome: 'published' })))
      told.push(...entries.map(({ value }) => decodeTracked(value)))
      return told
    },
    lose: (station) => servers[station].stop(),
    meddle: (next) => {
      meddler = next
    },
    openOtherJobs(runMsMax = RUN_MS) {
      const other = openJobsHere(runMsMax)
      otherJobs.push(other)
      return other
    },
    storeUrl,
  }
}

function serveApp(app: {
  fetch: (...request: Parameters<App['fetch']>) => Response | Promise<Response>
}): Server {
  return serve(
    {
      fetch: (request, bindings) => app.fetch(request, bindings),
      check: () => Promise.resolve(),
      stop: () => Promise.resolve(),
    },
    { name: 'test', host: '127.0.0.1', port: 0 },
  )
}
