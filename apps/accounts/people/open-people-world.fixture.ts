import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { openKeyRing } from '#lib/auth/key-file.ts'
import { openMailer } from '#lib/mailer/open.ts'
import { readOutbox, type OutboxLetter } from '#lib/mailer/read-outbox.ts'
import { openDeviceStore } from '#lib/store/open.ts'
import type { Logger } from '#lib/telemetry/logger.ts'
import { openMetrics } from '#lib/telemetry/metrics.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { createAccounts } from '../app.ts'
import { requestApp, type Asked } from '../request-app.fixture.ts'
import { addPeople } from './add-people.ts'
import { openAuth } from './open-auth.ts'

/** Where the front end of this world is. */
export const PUBLIC_URL = 'https://push.example.org'
const ADMIN_PASSWORD = 'a-long-admin-password'
const MAILS_MAX = 1_000

/** Accounts with people, on an embedded store and a folder of mails. */
export interface PeopleWorld {
  readonly call: (methodAndPath: string, asked?: Asked) => Promise<Response>
  /** The mails so far, oldest first, as the reader sees them. */
  readonly mails: () => Promise<readonly OutboxLetter[]>
  /** All that was logged. */
  readonly logged: () => string
  /** The metrics as they would be scraped. */
  readonly scrape: () => Promise<string>
  readonly adminHeaders: Readonly<Record<string, string>>
}

/** Opens a world for one test; it is closed when the test ends. */
export async function openPeopleWorld({ publicUrl = PUBLIC_URL } = {}): Promise<PeopleWorld> {
  const folder = temporaryFolder()
  const storeUrl = `sqlite:${folder}/store.db`
  const { log, logged } = collectingLog()
  const keys = await openKeyRing(join(folder, 'keys.json'))
  const devices = await openDeviceStore(storeUrl)
  const mailer = await openMailer(`file:${folder}/outbox`, { from: 'no-reply@localhost', log })
  const metrics = openMetrics()
  const auth = await openAuth({ storeUrl, publicUrl, keys, secret: '', mailer, log, metrics })
  onTestFinished(async () => {
    await auth.close()
    await Promise.all([devices.close(), mailer.close()])
  })
  const identifier = { keys, audience: 'accounts', adminPassword: ADMIN_PASSWORD }
  const app = createAccounts({ keys, devices, rotateGraceMs: 0, isDevLogin: false, identifier, log, metrics })
  addPeople(app, { auth, keys, trustedHops: 0 })

  return {
    call: (methodAndPath, asked) => requestApp(app, methodAndPath, asked),
    mails: async () => (await readOutbox(join(folder, 'outbox'), MAILS_MAX)).toReversed(),
    logged,
    scrape: () => metrics.text(),
    adminHeaders: { authorization: `Basic ${btoa(`admin:${ADMIN_PASSWORD}`)}` },
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
