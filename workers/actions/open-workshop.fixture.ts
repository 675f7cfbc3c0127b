import { expect, onTestFinished } from 'vitest'
import { openKeyRing, type KeyRing } from '#lib/auth/key-file.ts'
import type { PushEvent } from '#lib/events/event.ts'
import type { App } from '#lib/http/create-app.ts'
import { openServiceClient } from '#lib/service-client/service-client.ts'
import { serve, type Server } from '#lib/station/serve.ts'
import type { QueuedSeeker } from '#lib/store/candidate-queue.ts'
import {
  openBlockStore,
  openCandidateQueue,
  openMatchStore,
  openOwnerQueue,
  openPositionStore,
  openSubjectIndex,
} from '#lib/store/open.ts'
import { POSITION_VALID_MS } from '#lib/store/place-subjects.ts'
import { openMetrics } from '#lib/telemetry/metrics.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { createMatching } from '../../apps/matching/app.ts'
import type { ActionOutcome } from './action.ts'
import type { ActionPorts } from './all-actions.ts'
import { bulk } from './bulk.ts'
import { actionsConsumer } from './consumer.ts'

const OWNER = 'importer:test'

// No server listens there: nothing is sent to the tracker in these tests.
const NOWHERE = 'http://127.0.0.1:9'

/** The bulk action with matching, over real HTTP. */
export interface Workshop {
  readonly folder: string
  readonly keys: KeyRing
  /** The dependencies of the actions. */
  readonly ports: ActionPorts
  /** Passes an event to the consumer of the bulk action; gives the outcome. */
  readonly handle: (event: PushEvent) => Promise<ActionOutcome>
  /** The owners whose offers matching was asked to match. */
  readonly asked: () => Promise<QueuedSeeker[]>
  /** Stops matching. */
  readonly lose: () => Promise<void>
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
  const url = `sqlite:${folder}/store.db`
  const keys = await openKeyRing(`${folder}/keys.json`)
  const [matches, blocks, positions, queue, owners, subjects] = await Promise.all([
    openMatchStore(url),
    openBlockStore(url),
    openPositionStore(url),
    openCandidateQueue(url),
    openOwnerQueue(url),
    openSubjectIndex(url),
  ])
  const server = serveApp(
    createMatching({
      matches,
      blocks,
      positions,
      queue,
      owners,
      subjects,
      positionValidMs: POSITION_VALID_MS,
      pairsMax: 1_000,
      endings: { nudge: () => undefined },
      notices: { nudge: () => undefined },
      identifier: { keys, audience: 'matching', adminPassword: '' },
      log: quietLog,
      metrics: openMetrics(),
    }),
  )
  onTestFinished(async () => {
    await server.stop()
    await Promise.all([matches, blocks, positions, queue, owners, subjects].map((port) => port.close()))
  })

  const client = (audience: 'matching' | 'tracker', to: string) =>
    openServiceClient({ keys, service: 'actions', audience, url: to })
  const ports = { matching: client('matching', server.url), tracker: client('tracker', NOWHERE) }
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
    // A lease of no time: whoever asks again gets them again.
    asked: () => owners.lease(100, 0, Date.now()),
    lose: () => server.stop(),
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
