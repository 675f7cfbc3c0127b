import { imagesPages } from '../images/pages/all-pages.ts'
import { aNotifications, openNotificationStores } from '../notifications/a-notifications.fixture.ts'
import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { z } from '@hono/zod-openapi'
import { openKeyRing, type KeyRing } from '#lib/auth/key-file.ts'
import { signDeviceKey, signPersonToken, signServiceToken } from '#lib/auth/tokens.ts'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import type { OutgoingEvent } from '#lib/events/outgoing-event.ts'
import { decodeTracked, type TrackedEvent } from '#lib/events/tracked-event.ts'
import type { App } from '#lib/http/create-app.ts'
import { problemSchema } from '#lib/http/wire-schemas.ts'
import { openCourier } from '#lib/outbox/open-courier.ts'
import { openServiceClient, type ServiceClient } from '#lib/service-client/service-client.ts'
import { tellTracker } from '#lib/service-client/tell-tracker.ts'
import { serve, type Server } from '#lib/station/serve.ts'
import {
  openAssetStore,
  openAuditStore,
  openBlockStore,
  openBulkStore,
  openCandidateQueue,
  openChannelStore,
  openDeviceStore,
  openForbiddenStore,
  openMatchStore,
  openPositionStore,
  openReportStore,
  openSubjectIndex,
  openSubjectStore,
  openWriteKeyStore,
} from '#lib/store/open.ts'
import type { AuditStore } from '#lib/store/audit.ts'
import type { ChannelStore } from '#lib/store/channels.ts'
import type { DeliveryStore } from '#lib/store/deliveries.ts'
import type { MappingStore } from '#lib/store/mappings.ts'
import type { DeviceStore } from '#lib/store/devices.ts'
import type { BlockStore } from '#lib/store/blocks.ts'
import type { BulkStore } from '#lib/store/bulks.ts'
import type { CandidateQueue } from '#lib/store/candidate-queue.ts'
import type { Outbox } from '#lib/store/outbox.ts'
import type { MatchStore } from '#lib/store/matches.ts'
import type { AssetStore } from '#lib/store/assets.ts'
import { POSITION_VALID_MS } from '#lib/store/place-subjects.ts'
import type { PositionStore } from '#lib/store/positions.ts'
import type { ReportStore } from '#lib/store/reports.ts'
import type { SubjectStore } from '#lib/store/subjects.ts'
import { openStreamReader, openStreamWriter } from '#lib/stream-log/open.ts'
import { openInTurn } from '#lib/loop/in-turn.ts'
import { openMetrics, type Metrics } from '#lib/telemetry/metrics.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { aTracker } from '../../edge/tracker/a-tracker.fixture.ts'
import { createDeviceApp } from '../accounts/create-device-app.fixture.ts'
import { openBlobStore } from '#lib/blob-store/open.ts'
import { createImages } from '../images/app.ts'
import { openIdKey } from '../images/open-id-key.ts'
import { anImagePool } from '../images/pool/an-image-pool.fixture.ts'
import { createMatching } from '../matching/app.ts'
import { createStorage } from './app.ts'
import type { StorageOptions } from './options.ts'
import { openForwardPosition } from './forward-position.ts'
import { subjectSchema } from './subject-wire.ts'
import { openAssets } from '#lib/ui/open-assets.ts'
import { accountsPages } from '../accounts/pages/all-pages.ts'
import { storagePages } from './pages/all-pages.ts'

const pictureSchema = z.object({ id: z.string() })
const ADMIN_PASSWORD = 'a-long-admin-password'

/** A request of a test; `as` is a person, `operate`, `admin`, `service:<name>`, or nobody. */
export interface Asked {
  readonly as?: string
  readonly json?: unknown
  readonly headers?: Record<string, string>
}

/** Storage with the stations it talks to, all on one embedded store and over real HTTP. */
export interface World {
  readonly audit: AuditStore
  readonly subjects: SubjectStore
  readonly bulks: BulkStore
  readonly devices: DeviceStore
  readonly deliveries: DeliveryStore
  readonly mappings: MappingStore
  readonly matches: MatchStore
  readonly blocks: BlockStore
  readonly queue: CandidateQueue
  readonly positions: PositionStore
  readonly channels: ChannelStore
  readonly reports: ReportStore
  readonly assets: AssetStore
  /** A client of matching, as storage has it. */
  readonly matching: ServiceClient
  /** Calls storage: `call('POST /store/offers', { as: 'anna', json })`. */
  readonly call: (methodAndPath: string, asked?: Asked) => Promise<Response>
  /** Serves storage over a port until the test ends; gives its address, and what proves who calls. */
  readonly serve: (as: string) => Promise<{ readonly url: string; readonly authorization: string }>
  /** Writes a subject of a person, who must be allowed to; gives its id. */
  readonly write: (kind: Kind, as: string, over?: Record<string, unknown>) => Promise<string>
  /** Uploads a picture of a person; gives its id. */
  readonly bringPicture: (as: string, bytes: Uint8Array) => Promise<string>
  /** Removes a picture of somebody at apps/images. */
  readonly dropPicture: (as: string, id: string, query?: string) => Promise<Response>
  /** A good key of a device of a person. */
  readonly keyOf: (person: string, device: string) => Promise<string>
  /** Lets the time of a subject run out: the API takes no end that is past. */
  readonly expire: (id: string) => Promise<void>
  /** Everything that came to the tracker's stream so far. */
  readonly told: () => Promise<TrackedEvent[]>
  /** The metrics of storage. */
  readonly metrics: Metrics
  /** Stops a station that storage calls. */
  readonly lose: (station: 'accounts' | 'images' | 'matching' | 'notifications' | 'tracker') => Promise<void>
}

type Kind = 'offers' | 'searches'

/** A valid draft: bikes in Berlin, shown where it is, within a kilometre. */
export function aDraft(over: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    title: 'Bike',
    keywords: ['bike'],
    region: { circle: { centre: { lat: 52.5201, lng: 13.4051 }, radiusMeters: 1_000 } },
    showLocation: true,
    ...over,
  }
}

/** Matches the ETag of a version, whoever reads it. */
export function aTag(version: number): unknown {
  return expect.stringMatching(new RegExp(`^"${version}-[0-9a-z]+"$`, 'u'))
}

/** The members of a problem that tests look at, with the status as it was really answered. */
export async function problemIn(
  response: Response,
): Promise<{ status: number; code: string; field?: string }> {
  const { code, field } = problemSchema.parse(await response.json())
  return { status: response.status, code, ...(field !== undefined && { field }) }
}

/** Opens a world for one test; all of it is closed when the test ends. */
export async function openWorld(
  options: Pick<StorageOptions, 'front' | 'hideAfterReports' | 'limits'> = {},
): Promise<World> {
  const folder = temporaryFolder()
  const url = `sqlite:${folder}/store.db`
  const blobUrl = `file:${folder}/blobs`
  const streamUrl = `sqlite:${folder}/stream.db`
  const keys = await openKeyRing(join(folder, 'keys.json'))
  const ports: { close(): Promise<void> }[] = []
  const keep = async <Port extends (typeof ports)[number]>(opening: Promise<Port>): Promise<Port> => {
    const port = await opening
    ports.push(port)
    return port
  }
  const stream = await keep(openStreamWriter(streamUrl))
  const reader = await keep(openStreamReader(streamUrl, { group: 'test', consumer: 'test' }))
  const audit = await keep(openAuditStore(url))
  const subjects = await keep(openSubjectStore(url))
  const bulks = await keep(openBulkStore(url))
  const channels = await keep(openChannelStore(url))
  const devices = await keep(openDeviceStore(url))
  const notificationStores = await openNotificationStores(url)
  ports.push(...Object.values(notificationStores))
  const { deliveries, mappings } = notificationStores
  const writeKeys = await keep(openWriteKeyStore(url))
  const matches = await keep(openMatchStore(url))
  const blocks = await keep(openBlockStore(url))
  const positions = await keep(openPositionStore(url))
  const queue = await keep(openCandidateQueue(url))
  const index = await keep(openSubjectIndex(url))
  const reports = await keep(openReportStore(url))
  const forbidden = await keep(openForbiddenStore(url))
  const assets = await keep(openAssetStore(url))
  const shared = { log: quietLog, metrics: openMetrics() }
  const identifier = (audience: string) => ({ keys, audience, adminPassword: ADMIN_PASSWORD })
  const servers = {
    accounts: serveApp(
      createDeviceApp({
        assets: openAssets(accountsPages),
        audit,
        keys,
        devices,
        writeKeys,
        rotateGraceMs: 0,
        isDevLogin: false,
        identifier: identifier('accounts'),
        ...shared,
      }),
    ),
    matching: serveApp(
      createMatching({
        matches,
        blocks,
        queue,
        owners: queue,
        positions,
        subjects: index,
        positionValidMs: POSITION_VALID_MS,
        pairsMax: 1_000,
        endings: { nudge: () => undefined },
        notices: { nudge: () => undefined },
        identifier: identifier('matching'),
        ...shared,
      }),
    ),
    notifications: serveApp(
      aNotifications({
        keys,
        ...notificationStores,
        // Nobody registers a device there.
        accounts: {
          call: (path) => Promise.reject(new UnavailableError(`Cannot call ${path}: no accounts here`)),
        },
        identifier: identifier('notifications'),
        audit,
        ...shared,
      }),
    ),
    images: serveApp(
      createImages({
        assets: openAssets(imagesPages),
        pictures: assets,
        blobs: await openBlobStore(blobUrl),
        idKey: () => Promise.resolve(openIdKey(blobUrl)),
        pool: anImagePool(),
        inTurn: openInTurn(),
        storage: { call: (path, request) => storageClient().call(path, request) },
        identifier: identifier('images'),
        audit,
        ...shared,
      }),
    ),
    tracker: serveApp(aTracker({ stream, keys }, shared)),
  }
  let server: Server | undefined
  const storageClient = () => {
    server ??= serveApp(app)
    return openServiceClient({ keys, service: 'images', audience: 'storage', url: server.url })
  }
  const client = (audience: keyof typeof servers) =>
    openServiceClient({ keys, service: 'storage', audience, url: servers[audience].url })
  const tracker = client('tracker')
  const carry = (outbox: Outbox<OutgoingEvent>) =>
    openCourier({ outbox, tell: (events) => tellTracker(tracker, events), log: quietLog })
  const [courier, bulkCourier, channelCourier] = [carry(subjects), carry(bulks), carry(channels)]
  const app = createStorage({
    assets: openAssets(storagePages),
    subjects,
    courier,
    bulks,
    bulkCourier,
    channels,
    channelCourier,
    accounts: client('accounts'),
    matching: client('matching'),
    notifications: client('notifications'),
    reports,
    forbidden,
    images: client('images'),
    forwardPosition: openForwardPosition(servers.tracker.url),
    ...options,
    identifier: identifier('storage'),
    audit,
    ...shared,
  })
  onTestFinished(async () => {
    await Promise.all([courier.stop(), bulkCourier.stop(), channelCourier.stop()])
    await server?.stop()
    await Promise.all(Object.values(servers).map((each) => each.stop()))
    await Promise.all(ports.map((port) => port.close()))
  })

  const imageHeaders = async (as: string) => {
    const [kind, name = ''] = as.split(':')
    const token =
      kind === 'service'
        ? await signServiceToken(keys, name, 'images')
        : await signPersonToken(keys, { person: as, role: 'person' }, 'images')
    return { authorization: `Bearer ${token}` }
  }
  const call = callerOf(app, keys)
  const told: TrackedEvent[] = []
  return {
    audit,
    subjects,
    bulks,
    devices,
    deliveries,
    mappings,
    matches,
    blocks,
    queue,
    positions,
    channels,
    reports,
    assets,
    matching: client('matching'),
    metrics: shared.metrics,
    call,
    async serve(as) {
      server ??= serveApp(app)
      return { url: server.url, authorization: await authorizationOf(as, keys) }
    },
    async write(kind, as, over) {
      const response = await call(`POST /store/${kind}`, { as, json: aDraft(over) })
      if (response.status !== 201) throw new Error(`Cannot write: ${await response.text()}`)
      return subjectSchema.parse(await response.json()).id
    },
    async dropPicture(as, id, query = '') {
      const headers = await imageHeaders(as)
      return fetch(`${servers.images.url}/assets/${id}${query}`, { method: 'DELETE', headers })
    },
    async bringPicture(as, bytes) {
      const headers = await imageHeaders(as)
      const request = { method: 'POST', headers, body: new Uint8Array(bytes) }
      const response = await fetch(`${servers.images.url}/assets`, request)
      return pictureSchema.parse(await response.json()).id
    },
    keyOf: (person, device) => signDeviceKey(keys, { person, device, keyId: 'key-1' }),
    async expire(id) {
      const stored = await subjects.find(id)
      if (stored === undefined) throw new Error(`Cannot expire "${id}": there is none`)
      const over = { ...stored, validUntil: Date.now() - 1_000, version: stored.version + 1 }
      await subjects.update(over, stored.version, [])
    },
    async told() {
      const entries = await reader.take(1_000, 0)
      await reader.ack(entries.map(({ token }) => ({ token, outcome: 'published' })))
      told.push(...entries.map(({ value }) => decodeTracked(value)))
      return told
    },
    lose: (station) => servers[station].stop(),
  }
}

function callerOf(app: App, keys: KeyRing): World['call'] {
  return async function call(methodAndPath, { as, json, headers } = {}) {
    const [method = '', path = ''] = methodAndPath.split(' ')
    return app.request(
      path,
      {
        method,
        headers: {
          ...(as !== undefined && { authorization: await authorizationOf(as, keys) }),
          ...(json !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(json !== undefined && { body: JSON.stringify(json) }),
      },
      {},
    )
  }
}

async function authorizationOf(as: string, keys: KeyRing): Promise<string> {
  if (as === 'admin') return `Basic ${Buffer.from(`admin:${ADMIN_PASSWORD}`).toString('base64')}`
  const [kind, name = ''] = as.split(':')
  const token =
    kind === 'service'
      ? await signServiceToken(keys, name, 'storage')
      : await signPersonToken(keys, { person: as, role: as === 'operate' ? as : 'person' }, 'storage')
  return `Bearer ${token}`
}

function serveApp(app: Pick<App, 'fetch'>): Server {
  return serve(
    {
      fetch: (request, bindings) => app.fetch(request, bindings),
      check: () => Promise.resolve(),
      stop: () => Promise.resolve(),
    },
    { name: 'test', host: '127.0.0.1', port: 0 },
  )
}
