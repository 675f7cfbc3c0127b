import type { PersonStation } from '#lib/erasure/person-path.ts'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { openKeyRing, type KeyRing } from '#lib/auth/key-file.ts'
import { openMailer } from '#lib/mailer/open.ts'
import { readOutbox, type OutboxLetter } from '#lib/mailer/read-outbox.ts'
import { openServiceClient } from '#lib/service-client/service-client.ts'
import type { AuditStore } from '#lib/store/audit.ts'
import type { DeviceStore } from '#lib/store/devices.ts'
import {
  openAuditStore,
  openDeviceStore,
  openEndingStore,
  openErasureStore,
  openWriteKeyStore,
} from '#lib/store/open.ts'
import type { Logger } from '#lib/telemetry/logger.ts'
import { openMetrics } from '#lib/telemetry/metrics.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { createAccounts } from '../app.ts'
import { openEraser, type Eraser } from '../erasure/open-eraser.ts'
import { openDataHolders } from '../erasure/open-data-holders.ts'
import { requestApp, type Asked } from '../request-app.fixture.ts'
import { createIsEnded } from './create-is-ended.ts'
import { openAuth } from './open-auth.ts'
import { openAssets } from '#lib/ui/open-assets.ts'
import { accountsPages } from '../pages/all-pages.ts'

/** The URL of the front end in these tests. */
export const PUBLIC_URL = 'https://push.example.org'
const ADMIN_PASSWORD = 'a-long-admin-password'
const MAILS_MAX = 1_000

/** The accounts station with people, on an embedded store and a folder of mails. */
export interface PeopleWorld {
  readonly call: (methodAndPath: string, asked?: Asked) => Promise<Response>
  /** The same call from a proxy in front of it. */
  readonly fetch: (request: Request) => Promise<Response>
  /** The mails sent so far, oldest first, as the reader sees them. */
  readonly mails: () => Promise<readonly OutboxLetter[]>
  /** All log lines. */
  readonly logged: () => string
  /** The text of the metrics. */
  readonly scrape: () => Promise<string>
  readonly adminHeaders: Readonly<Record<string, string>>
  readonly keys: KeyRing
  readonly storeUrl: string
  readonly audit: AuditStore
  readonly devices: DeviceStore
  readonly eraser: Eraser
}

// No server listens at this address.
const AWAY = 'http://127.0.0.1:9'

/** Options of the station under test. */
export interface PeopleWorldOptions {
  readonly publicUrl?: string
  readonly folder?: string
  /** The default is an embedded store in the folder. */
  readonly storeUrl?: string
  /** The URL of the stations that store data of people; by default they are unavailable. */
  readonly urls?: Partial<Record<PersonStation, string>>
}

/** Opens the station for one test. */
export type OpenPeopleWorld = (options?: PeopleWorldOptions) => Promise<PeopleWorld>

/** Opens the station for one test; it closes when the test ends. */
export async function openPeopleWorld({
  publicUrl = PUBLIC_URL,
  folder = temporaryFolder(),
  storeUrl = `sqlite:${folder}/store.db`,
  urls = {},
}: PeopleWorldOptions = {}): Promise<PeopleWorld> {
  const { log, logged } = collectingLog()
  const keys = await openKeyRing(join(folder, 'keys.json'))
  const devices = await openDeviceStore(storeUrl)
  const writeKeys = await openWriteKeyStore(storeUrl)
  const audit = await openAuditStore(storeUrl)
  const mailer = await openMailer(`file:${folder}/outbox`, { from: 'no-reply@localhost', log })
  const metrics = openMetrics()
  const endings = await openEndingStore(storeUrl)
  const auth = await openAuth({ storeUrl, publicUrl, keys, secret: '', mailer, endings, log, metrics })
  const erasures = await openErasureStore(storeUrl)
  const isErased = async (person: string) => (await erasures.find(person)) !== undefined
  const station = (audience: PersonStation) =>
    openServiceClient({ keys, service: 'accounts', audience, url: urls[audience] ?? AWAY })
  const stations = {
    storage: station('storage'),
    matching: station('matching'),
    notifications: station('notifications'),
    images: station('images'),
  }
  const holders = openDataHolders({ accounts: auth.accounts, audit, devices, stations })
  const eraser = openEraser({ erasures, devices, holders, log, metrics })
  onTestFinished(async () => {
    await eraser.stop()
    await auth.close()
    await Promise.all([devices, endings, erasures, writeKeys, audit, mailer].map((one) => one.close()))
  })
  const isEnded = createIsEnded(endings)
  const identifier = { keys, audience: 'accounts', adminPassword: ADMIN_PASSWORD, isErased, isEnded }
  const app = createAccounts({
    assets: openAssets(accountsPages),
    audit,
    keys,
    devices,
    writeKeys,
    rotateGraceMs: 0,
    isDevLogin: false,
    identifier,
    log,
    metrics,
    auth,
    isErased,
    endings,
    trustedHops: 0,
    erasures,
    eraser,
    stations,
    devLogin: { keys, isDevLogin: false },
  })

  return {
    call: (methodAndPath, asked) => requestApp(app, methodAndPath, asked),
    fetch: async (request) => app.fetch(request, { peerIp: '127.0.0.1' }),
    mails: async () => (await readOutbox(join(folder, 'outbox'), MAILS_MAX)).toReversed(),
    logged,
    scrape: () => metrics.text(),
    adminHeaders: { authorization: `Basic ${btoa(`admin:${ADMIN_PASSWORD}`)}` },
    keys,
    storeUrl,
    audit,
    devices,
    eraser,
  }
}

function collectingLog(): { readonly log: Logger; readonly logged: () => string } {
  const lines: string[] = []
  function write(message: string, fields: object = {}): void {
    const plain = Object.entries(fields).map(([name, value]) =>
      value instanceof Error
        ? `${name}: ${value.stack ?? value.message}`
        : `${name}: ${JSON.stringify(value)}`,
    )
    lines.push([message, ...plain].join(' '))
  }
  const log: Logger = { debug: write, info: write, warn: write, error: write, with: () => log }
  return { log, logged: () => lines.join('\n') }
}
