import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { openKeyRing } from '#lib/auth/key-file.ts'
import { signPersonToken, signServiceToken } from '#lib/auth/tokens.ts'
import { openServiceClient } from '#lib/service-client/service-client.ts'
import { openAuditStore } from '#lib/store/open.ts'
import { openMetrics } from '#lib/telemetry/metrics.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { aNotifications } from './a-notifications.fixture.ts'
import { openChannelGate } from './channel-gate.ts'
import { openLiveInbox } from './inbox/open-live-inbox.ts'
import { openDesk } from './open-desk.fixture.ts'

/** A call of a person, a service (`service:accounts`), an operator (`operate`) or the admin. */
export interface CounterCall {
  readonly as: string
  readonly json?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** The API of apps/notifications, and the desk behind it. */
export type Counter = Awaited<ReturnType<typeof openCounter>>

const ADMIN_PASSWORD = 'a-long-admin-password'
const AUDIENCE = 'notifications'

/** Opens the API and its desk for one test; Anna and Ben have one phone each. */
export async function openCounter() {
  const desk = await openDesk()
  onTestFinished(() => desk.close())
  const folder = temporaryFolder()
  const keys = await openKeyRing(join(folder, 'keys.json'))
  const audit = await openAuditStore(`sqlite:${folder}/audit.db`)
  onTestFinished(() => audit.close())
  const { inbox } = desk
  const liveInbox = openLiveInbox({ inbox, log: quietLog })
  const app = aNotifications({
    ...desk,
    keys,
    liveInbox,
    onAdded: () => liveInbox.nudge(),
    accounts: openServiceClient({
      keys,
      service: 'notifications',
      audience: 'accounts',
      url: 'http://127.0.0.1:9',
    }),
    channels: new Map(['onesignal', 'log'].map((channel) => [channel, openChannelGate(channel, quietLog)])),
    identifier: { keys, audience: AUDIENCE, adminPassword: ADMIN_PASSWORD },
    audit,
    log: quietLog,
    metrics: openMetrics(),
  })

  async function authorizationOf(as: string): Promise<string> {
    if (as === 'admin') return `Basic ${btoa(`admin:${ADMIN_PASSWORD}`)}`
    const service = /^service:(?<name>.+)$/u.exec(as)?.groups?.['name']
    const token =
      service === undefined
        ? signPersonToken(keys, { person: as, role: as === 'operate' ? 'operate' : 'person' }, AUDIENCE)
        : signServiceToken(keys, service, AUDIENCE)
    return `Bearer ${await token}`
  }

  return {
    ...desk,
    audit,
    liveInbox,
    /** Calls a route, such as `GET /inbox`. */
    async call(route: string, { as, json, headers = {} }: CounterCall): Promise<Response> {
      const [method = 'GET', path = '/'] = route.split(' ')
      const body = json === undefined ? undefined : JSON.stringify(json)
      const request = new Request(`http://notifications.test${path}`, {
        method,
        ...(body !== undefined && { body }),
        headers: {
          authorization: await authorizationOf(as),
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
      })
      return app.fetch(request, {})
    },
  }
}
