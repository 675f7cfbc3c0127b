import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { openKeyRing } from '#lib/auth/key-file.ts'
import { openMailer } from '#lib/mailer/open.ts'
import { openDeviceStore } from '#lib/store/open.ts'
import type { Logger } from '#lib/telemetry/logger.ts'
import { openMetrics } from '#lib/telemetry/metrics.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { createAccounts } from '../app.ts'
import { addPeople } from './add-people.ts'
import { openAuth } from './open-auth.ts'

/** Where the front end of this world is. */
export const PUBLIC_URL = 'https://push.example.org'
const ADMIN_PASSWORD = 'a-long-admin-password'

/** A call from outside. */
export interface Asked {
  readonly json?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** Accounts with people, on an embedded store and a folder of mails. */
export interface PeopleWorld {
  readonly call: (methodAndPath: string, asked?: Asked) => Promise<Response>
  /** The mails so far, oldest first, as the reader sees them. */
  readonly mails: () => readonly string[]
  /** All that was logged. */
  readonly logged: () => string
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
  const auth = await openAuth({ storeUrl, publicUrl, keys, secret: '', mailer, log })
  onTestFinished(async () => {
    await auth.close()
    await Promise.all([devices.close(), mailer.close()])
  })
  const identifier = { keys, audience: 'accounts', adminPassword: ADMIN_PASSWORD }
  const app = createAccounts({ keys, devices, isDevLogin: false, identifier, log, metrics: openMetrics() })
  addPeople(app, { auth, keys, trustedHops: 0 })

  return {
    async call(methodAndPath, { json, headers = {} } = {}) {
      const [method = '', path = ''] = methodAndPath.split(' ')
      const isJson = json !== undefined
      return app.request(
        path,
        {
          method,
          headers: { ...(isJson && { 'content-type': 'application/json' }), ...headers },
          ...(isJson && { body: JSON.stringify(json) }),
        },
        { peerIp: '127.0.0.1' },
      )
    },
    mails: () =>
      readdirSync(join(folder, 'outbox'))
        .filter((name) => name.endsWith('.eml'))
        .sort()
        .map((name) => readable(readFileSync(join(folder, 'outbox', name), 'utf8'))),
    logged,
    adminHeaders: { authorization: `Basic ${btoa(`admin:${ADMIN_PASSWORD}`)}` },
  }
}

/** Undoes quoted-printable, as far as mails of ours need it; short ones are plain, where = stands for itself. */
function readable(mail: string): string {
  if (!mail.includes('Content-Transfer-Encoding: quoted-printable')) return mail
  return mail
    .replaceAll(/=\r?\n/gu, '')
    .replaceAll(/(?:=[0-9A-F]{2})+/gu, (bytes) => Buffer.from(bytes.replaceAll('=', ''), 'hex').toString())
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
