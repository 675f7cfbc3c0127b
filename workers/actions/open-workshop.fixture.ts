import { expect, onTestFinished } from 'vitest'
import { openKeyRing, type KeyRing } from '#lib/auth/key-file.ts'
import { anOffer } from '#lib/builders/a-subject.ts'
import type { PushEvent } from '#lib/events/event.ts'
import { decodeTracked, type TrackedEvent } from '#lib/events/tracked-event.ts'
import type { App } from '#lib/http/create-app.ts'
import { newId } from '#lib/ids/new-id.ts'
import { openServiceClient } from '#lib/service-client/service-client.ts'
import { serve, type Server } from '#lib/station/serve.ts'
import { openChannelStore, openSubjectStore } from '#lib/store/open.ts'
import { openStreamReader, openStreamWriter } from '#lib/stream-log/open.ts'
import { openMetrics } from '#lib/telemetry/metrics.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { createStorage } from '../../apps/storage/app.ts'
import { aTracker } from '../../edge/tracker/a-tracker.fixture.ts'
import type { ActionOutcome } from './action.ts'
import type { ActionPorts } from './all-actions.ts'
import { bulk } from './bulk.ts'
import { actionsConsumer } from './consumer.ts'
import { openAssets } from '#lib/ui/open-assets.ts'
import { storagePages } from '../../apps/storage/pages/all-pages.ts'

const OWNER = 'importer:test'

// No server listens there: storage calls neither accounts nor matching in these tests.
const NOWHERE = 'http://127.0.0.1:9'

/** Offers to write: their number, owner and state. */
export interface OffersToWrite {
  readonly count: number
  readonly owner?: string
  readonly active?: boolean
}

/** The bulk action with storage and tracker, over real HTTP. */
export interface Workshop {
  readonly folder: string
  readonly keys: KeyRing
  /** The dependencies of the actions. */
  readonly ports: ActionPorts
  /** Passes an event to the consumer of the bulk action; gives the outcome. */
  readonly handle: (event: PushEvent) => Promise<ActionOutcome>
  /** Writes offers; gives their ids. */
  readonly write: (offers: OffersToWrite) => Promise<string[]>
  /** All events in the stream of the tracker. */
  readonly told: () => Promise<TrackedEvent[]>
  /** Stops a station that actions calls. */
  readonly lose: (station: 'storage' | 'tracker') => Promise<void>
}

/** A `bud` event on the bus. */
export function aBud(
  over: {
    id?: string
    source?: string
    clientsource?: string
    subject?: string
    owner?: string | undefined
    replay?: string
  } = {},
): PushEvent {
  const { id = 'bud-1', source = '/service/offers', clientsource, subject, replay } = over
  const owner = 'owner' in over ? over.owner : OWNER
  return {
    specversion: '1.0',
    id,
    source,
    clientsource,
    type: 'bud',
    subject,
    time: '2026-01-02T03:04:05.000Z',
    datacontenttype: 'application/json',
    ...(replay !== undefined && { replay }),
    data: {
      params: { ...(owner !== undefined && { owner }) },
      meta: { receivedAt: Date.parse('2026-01-02T03:04:05.000Z'), protocol: 'batch', pod: 'test' },
    },
  }
}

/** Opens a workshop for one test. */
export async function openWorkshop(): Promise<Workshop> {
  const folder = temporaryFolder()
  const streamUrl = `sqlite:${folder}/stream.db`
  const keys = await openKeyRing(`${folder}/keys.json`)
  const stream = await openStreamWriter(streamUrl)
  const reader = await openStreamReader(streamUrl, { group: 'test', consumer: 'test' })
  const subjects = await openSubjectStore(`sqlite:${folder}/store.db`)
  const channels = await openChannelStore(`sqlite:${folder}/store.db`)
  const shared = { log: quietLog, metrics: openMetrics() }
  const identifier = (audience: string) => ({ keys, audience, adminPassword: '' })
  const client = (audience: 'accounts' | 'matching' | 'storage' | 'tracker', url: string) =>
    openServiceClient({ keys, service: 'actions', audience, url })
  const servers = {
    storage: serveApp(
      createStorage({
        assets: openAssets(storagePages),
        subjects,
        courier: { nudge: () => undefined },
        channels,
        channelCourier: { nudge: () => undefined },
        accounts: client('accounts', NOWHERE),
        matching: client('matching', NOWHERE),
        identifier: identifier('storage'),
        ...shared,
      }),
    ),
    tracker: serveApp(aTracker({ stream, keys }, shared)),
  }
  onTestFinished(async () => {
    await Promise.all(Object.values(servers).map((server) => server.stop()))
    await Promise.all([subjects, channels, reader, stream].map((port) => port.close()))
  })

  const ports = {
    storage: client('storage', servers.storage.url),
    tracker: client('tracker', servers.tracker.url),
  }
  const told: TrackedEvent[] = []
  return {
    folder,
    keys,
    ports,
    async handle(event) {
      const outcomes: ActionOutcome[] = []
      const tally = { add: (_action: string, outcome: ActionOutcome) => outcomes.push(outcome) }
      const value = JSON.stringify(event)
      const record = { topic: 'push.events', partition: 0, offset: 0, key: 'k', value, timestamp: 0 }
      const handle = actionsConsumer([bulk]).handle({ ports, tally, log: quietLog })
      await handle({ topic: 'push.events', partition: 0, records: [record] })
      expect(outcomes).toHaveLength(1)
      return outcomes[0] ?? 'passed'
    },
    async write({ count, owner = OWNER, active = true }) {
      const ids = Array.from({ length: count }, () => newId())
      await Promise.all(ids.map((id) => subjects.create(anOffer({ id, owner, active }), [])))
      return ids
    },
    async told() {
      const entries = await reader.take(10_000, 0)
      await reader.ack(entries.map(({ token }) => ({ token, outcome: 'published' })))
      told.push(...entries.map(({ value }) => decodeTracked(value)))
      return told
    },
    lose: (station) => servers[station].stop(),
  }
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
