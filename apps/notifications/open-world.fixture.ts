import { aNotifications, openNotificationStores } from './a-notifications.fixture.ts'
import { createECDH } from 'node:crypto'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { openKeyRing } from '#lib/auth/key-file.ts'
import { signDeviceKey, signPersonToken } from '#lib/auth/tokens.ts'
import { aPusherContext } from '#lib/pusher/a-pusher-context.fixture.ts'
import { openPushers } from '#lib/pusher/open.ts'
import { openServiceClient } from '#lib/service-client/service-client.ts'
import { openAuditStore, openDeviceStore, openWriteKeyStore } from '#lib/store/open.ts'
import { openMetrics } from '#lib/telemetry/metrics.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { openAssets } from '#lib/ui/open-assets.ts'
import { createDeviceApp } from '../accounts/create-device-app.fixture.ts'
import { accountsPages } from '../accounts/pages/all-pages.ts'
import { openChannelGate } from './channel-gate.ts'

const PASSWORD = 'a-long-admin-password'

/** An origin of push services and webhooks that tests trust. Nobody listens there. */
export const PUSH_ORIGIN = 'https://push.test'

/** The secret in the address of the hook. */
export const HOOK_SECRET = 'a-secret-of-a-hook'

interface CallOptions {
  readonly json?: unknown
  /** A person, or `admin`; absent: nobody. */
  readonly as?: string
}

/** Opens the API of notifications with Web Push and webhooks, and accounts behind it. It closes after the test. */
export async function openWorld() {
  const folder = temporaryFolder()
  const url = `sqlite:${folder}/store.db`
  const keys = await openKeyRing(join(folder, 'keys.json'))
  const devices = await openDeviceStore(url)
  const stores = { ...(await openNotificationStores(url)), audit: await openAuditStore(url) }
  const writeKeys = await openWriteKeyStore(url)
  const shared = { audit: stores.audit, log: quietLog, metrics: openMetrics() }
  const accountsApp = createDeviceApp({
    assets: openAssets(accountsPages),
    keys,
    devices,
    writeKeys,
    rotateGraceMs: 0,
    isDevLogin: false,
    identifier: { keys, audience: 'accounts', adminPassword: '' },
    ...shared,
  })
  const fetch = (request: Request) => accountsApp.fetch(request, {})
  const server = Bun.serve({ development: false, port: 0, fetch })
  const service = 'notifications'
  const accounts = openServiceClient({ keys, service, audience: 'accounts', url: server.url.href })
  const config = { VAPID_KEYS_PATH: join(folder, 'vapid.json'), VAPID_SUBJECT: '' }
  const trustedOrigins = new Set([PUSH_ORIGIN])
  const opened = await openPushers(
    ['log:', 'webpush:', 'webhook:'],
    aPusherContext({ config, trustedOrigins }),
  )
  const pushers = new Map(opened.map((pusher) => [pusher.channel, pusher]))
  let added = 0
  const app = aNotifications({
    keys,
    ...stores,
    ...shared,
    accounts,
    channels: new Map(opened.map(({ channel }) => [channel, openChannelGate(channel, quietLog)])),
    pushers,
    onAdded: () => void added++,
    hookSecret: HOOK_SECRET,
    identifier: { keys, audience: 'notifications', adminPassword: PASSWORD },
  })
  onTestFinished(async () => {
    await server.stop(true)
    await Promise.all([devices, writeKeys, ...Object.values(stores)].map((store) => store.close()))
  })

  async function authorizationOf(as: string): Promise<string> {
    if (as === 'admin') return `Basic ${btoa(`admin:${PASSWORD}`)}`
    return `Bearer ${await signPersonToken(keys, { person: as, role: 'person' }, 'notifications')}`
  }

  return {
    ...stores,
    app,
    devices,
    /** How often the sender was told of new deliveries. */
    added: () => added,
    vapidKey: pushers.get('webpush')?.publicKeys?.[0] ?? '',
    /** Calls a route, such as `GET /mappings`. */
    call: async (route: string, { json, as }: CallOptions = {}) => {
      const [method = '', path = ''] = route.split(' ')
      const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json'
      const headers = {
        ...(json !== undefined && { 'content-type': type }),
        ...(as !== undefined && { authorization: await authorizationOf(as) }),
      }
      const body = json !== undefined && { body: JSON.stringify(json) }
      return app.request(path, { method, headers, ...body }, {})
    },
    /** Registers a device at accounts; returns its key. */
    own: async (device: string, person: string): Promise<string> => {
      const keyId = `key of ${device}`
      await devices.register({ id: device, person, created: 1, keyId })
      return signDeviceKey(keys, { device, person, keyId })
    },
  }
}

/** A subscription as a browser makes it. */
export function aSubscription(id = crypto.randomUUID()) {
  const pair = createECDH('prime256v1')
  pair.generateKeys()
  return {
    endpoint: `${PUSH_ORIGIN}/push/${id}`,
    p256dh: pair.getPublicKey('base64url'),
    auth: Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64url'),
  }
}
