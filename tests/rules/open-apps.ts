import { imagesPages } from '../../apps/images/pages/all-pages.ts'
import { notificationsPages } from '../../apps/notifications/pages/all-pages.ts'
import { aNotifications } from '../../apps/notifications/a-notifications.fixture.ts'
import { openKeyRing, type KeyRing } from '#lib/auth/key-file.ts'
import { openBlobStore } from '#lib/blob-store/open.ts'
import { openBusReader } from '#lib/event-bus/open.ts'
import { EVENTS } from '#lib/event-bus/topics.ts'
import type { App } from '#lib/http/create-app.ts'
import { openMailer } from '#lib/mailer/open.ts'
import { readOutbox, type OutboxLetter } from '#lib/mailer/read-outbox.ts'
import { openServiceClient } from '#lib/service-client/service-client.ts'
import type { StationName } from '#lib/station/station-names.ts'
import { openStreamWriter } from '#lib/stream-log/open.ts'
import { POSITION_VALID_MS } from '#lib/store/place-subjects.ts'
import { openInTurn } from '#lib/loop/in-turn.ts'
import { openMetrics } from '#lib/telemetry/metrics.ts'
import { aPusherContext } from '#lib/pusher/a-pusher-context.fixture.ts'
import { openPushers } from '#lib/pusher/open.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'
import { createAccounts } from '../../apps/accounts/app.ts'
import { openEraser } from '../../apps/accounts/erasure/open-eraser.ts'
import { openDataHolders } from '../../apps/accounts/erasure/open-data-holders.ts'
import type { AccountRecords } from '../../apps/accounts/people/account-records.ts'
import { openAuth } from '../../apps/accounts/people/open-auth.ts'
import { PUBLIC_URL } from '../../apps/accounts/people/open-people-world.fixture.ts'
import { createImages } from '../../apps/images/app.ts'
import { openIdKey } from '../../apps/images/open-id-key.ts'
import { anImagePool } from '../../apps/images/pool/an-image-pool.fixture.ts'
import { createKafidx } from '../../apps/kafidx/app.ts'
import { openTail } from '../../apps/kafidx/open-tail.ts'
import { createMatching } from '../../apps/matching/app.ts'
import { openChannelGate } from '../../apps/notifications/channel-gate.ts'
import { createOffers } from '../../apps/offers/app.ts'
import { allImporters } from '../../apps/offers/importers/all-importers.ts'
import { openJobs } from '../../apps/offers/open-jobs.ts'
import { createStorage } from '../../apps/storage/app.ts'
import { aTracker } from '../../edge/tracker/a-tracker.fixture.ts'
import { createWeb } from '../../edge/web/app.ts'
import { FRONT_LIMITS } from '../../edge/web/open-front.fixture.ts'
import { openSessionTokens } from '../../edge/web/session-tokens.ts'
import { createActions } from '../../workers/actions/app.ts'
import { openTally } from '../../workers/actions/open-tally.ts'
import { allCounters } from '../../workers/statistics/all-counters.ts'
import { createStatistics } from '../../workers/statistics/app.ts'
import { PASSWORD } from './authorization-of.ts'
import { openForwardPosition } from '../../apps/storage/forward-position.ts'
import { openStores, type Stores } from './open-stores.ts'
import { serveStations } from './serve-stations.ts'
import { openAssets } from '#lib/ui/open-assets.ts'
import { accountsPages } from '../../apps/accounts/pages/all-pages.ts'
import { kafidxPages } from '../../apps/kafidx/pages/all-pages.ts'
import { offersPages } from '../../apps/offers/pages/all-pages.ts'
import { storagePages } from '../../apps/storage/pages/all-pages.ts'
import { webPages } from '../../edge/web/pages/all-pages.ts'

/** The apps of all stations, and their stores. */
export interface OpenedApps {
  readonly keys: KeyRing
  readonly apps: ReadonlyMap<StationName, Pick<App, 'fetch'>>
  readonly urlOf: (station: StationName) => string
  readonly stores: Stores
  readonly accounts: AccountRecords
  /** The mails so far, oldest first. */
  readonly mails: () => Promise<readonly OutboxLetter[]>
  close(): Promise<void>
}

const MAILS_MAX = 1_000

/** Opens the app of every station that has routes, on embedded adapters in a folder. */
export async function openApps(folder: string): Promise<OpenedApps> {
  const keys = await openKeyRing(`${folder}/keys.json`)
  const [storeUrl, busUrl, blobUrl] = [
    `sqlite:${folder}/store.db`,
    `sqlite:${folder}/bus.db`,
    `file:${folder}/blobs`,
  ]
  const log = quietLog
  const metrics = openMetrics()
  const common = (audience: StationName) => ({
    identifier: { keys, audience, adminPassword: PASSWORD },
    front: { publicOrigin: PUBLIC_URL, trustedHops: 0 },
    audit: stores.audit,
    log,
    metrics,
  })
  const stores = await openStores(storeUrl)
  const served = serveStations((station) => apps.get(station))
  const client = (audience: StationName, service = 'test') =>
    openServiceClient({ keys, service, audience, url: served.urlOf(audience) })

  const stream = await openStreamWriter(`sqlite:${folder}/stream.db`)
  const { assets, audit, blocks, bulks, channels, counters, devices, erasures } = stores
  const { index, matches, positions, queue, reports, forbidden, runs, subjects, writeKeys } = stores
  const reader = await openBusReader(busUrl, { group: 'rules', topics: [EVENTS.name], from: 'latest' })
  const jobs = openJobs({
    runs,
    demoCity: 'Berlin',
    storage: client('storage'),
    tracker: client('tracker'),
    runMs: 60_000,
    log,
    metrics,
  })

  const mailer = await openMailer(`file:${folder}/outbox`, { from: 'no-reply@localhost', log })
  const { endings } = stores
  const auth = await openAuth({
    storeUrl,
    publicUrl: PUBLIC_URL,
    keys,
    secret: '',
    mailer,
    endings,
    log,
    metrics,
  })
  const isErased = async (person: string) => (await erasures.find(person)) !== undefined
  const keeping = {
    storage: client('storage', 'accounts'),
    matching: client('matching', 'accounts'),
    notifications: client('notifications', 'accounts'),
    images: client('images', 'accounts'),
  }
  const holders = openDataHolders({ accounts: auth.accounts, audit, devices, stations: keeping })
  const eraser = openEraser({ erasures, devices, holders, log, metrics })
  const accounts = createAccounts({
    ...common('accounts'),
    assets: openAssets(accountsPages),
    keys,
    devices,
    writeKeys,
    rotateGraceMs: 0,
    isDevLogin: false,
    auth,
    isErased,
    endings,
    trustedHops: 0,
    erasures,
    eraser,
    stations: keeping,
    devLogin: { keys, isDevLogin: false },
  })

  const apps = new Map<StationName, Pick<App, 'fetch'>>([
    ['accounts', accounts],
    ['tracker', aTracker({ stream, keys }, common('tracker'))],
    [
      'storage',
      createStorage({
        ...common('storage'),
        assets: openAssets(storagePages),
        subjects,
        courier: { nudge: () => undefined },
        bulks,
        bulkCourier: { nudge: () => undefined },
        channels,
        channelCourier: { nudge: () => undefined },
        accounts: client('accounts'),
        matching: client('matching'),
        notifications: client('notifications', 'storage'),
        images: client('images', 'storage'),
        reports,
        forbidden,
        forwardPosition: openForwardPosition(served.urlOf('tracker')),
      }),
    ],
    [
      'matching',
      createMatching({
        ...common('matching'),
        matches,
        blocks,
        queue,
        owners: stores.owners,
        positions,
        subjects: index,
        positionValidMs: POSITION_VALID_MS,
        pairsMax: 1_000,
        endings: { nudge: () => undefined },
        notices: { nudge: () => undefined },
      }),
    ],
    [
      'notifications',
      aNotifications({
        ...common('notifications'),
        ...stores,
        assets: openAssets(notificationsPages),
        keys,
        storage: client('storage'),
        accounts: client('accounts'),
        channels: new Map([['log', openChannelGate('log', quietLog)]]),
        pushers: new Map(
          (await openPushers(['log:'], aPusherContext())).map((pusher) => [pusher.channel, pusher]),
        ),
      }),
    ],
    [
      'images',
      createImages({
        ...common('images'),
        assets: openAssets(imagesPages),
        pictures: assets,
        blobs: await openBlobStore(blobUrl),
        idKey: () => Promise.resolve(openIdKey(blobUrl)),
        pool: anImagePool(),
        inTurn: openInTurn(),
        storage: client('storage'),
      }),
    ],
    [
      'offers',
      createOffers({
        ...common('offers'),
        assets: openAssets(offersPages),
        importers: allImporters,
        runs,
        jobs,
      }),
    ],
    [
      'actions',
      createActions({
        ...common('actions'),
        consumer: { group: 'rules', lag: () => reader.lag() },
        tally: openTally([], metrics),
      }),
    ],
    ['statistics', createStatistics({ ...common('statistics'), counters: allCounters, store: counters })],
    [
      'kafidx',
      createKafidx({
        ...common('kafidx'),
        assets: openAssets(kafidxPages),
        tail: openTail(log),
        matching: client('matching'),
        statistics: client('statistics'),
      }),
    ],
    [
      'web',
      createWeb({
        ...common('web'),
        assets: openAssets(webPages),
        urls: {},
        livePage: 'operate',
        limits: FRONT_LIMITS,
        kafidx: client('kafidx'),
        tokens: openSessionTokens({ accountsUrl: served.urlOf('accounts'), publicOrigin: PUBLIC_URL }),
      }).app,
    ],
  ])
  return {
    keys,
    apps,
    urlOf: served.urlOf,
    stores,
    accounts: auth.accounts,
    mails: async () => (await readOutbox(`${folder}/outbox`, MAILS_MAX)).toReversed(),
    async close() {
      await served.stop()
      await eraser.stop()
      await Promise.all([jobs.stop(), reader.close(), stream.close(), auth.close()])
      await mailer.close()
      await Promise.all(Object.values(stores).map((store) => store.close()))
    },
  }
}
