import { call, type Outcome } from '#lib/ui/client/call.ts'
import { readDevice, type KeptDevice } from './kept-device.ts'

/** Where a browser keeps its push subscription. */
export type Subscriptions = Pick<PushManager, 'getSubscription' | 'subscribe'>

const OFF = { ok: false, problem: { code: 'push_off', seconds: '60' } } as const

/**
 * Registers the subscription of this browser for its device, with the current key of the platform: browsers replace
 * subscriptions without telling anybody. Undefined when this browser is not to ring.
 */
export async function registerAgain(subscriptions: Subscriptions): Promise<Outcome<unknown> | undefined> {
  const kept = await readDevice()
  return kept && registerBrowser(subscriptions, kept)
}

/** Subscribes this browser, and registers the subscription for a device. */
export async function registerBrowser(
  subscriptions: Subscriptions,
  { device, language }: KeptDevice,
): Promise<Outcome<unknown>> {
  const vapid = await call('GET /vapid', {})
  if (!vapid.ok) return vapid
  const { key } = vapid.body
  if (key === undefined) return OFF
  const { endpoint = '', keys: { p256dh = '', auth = '' } = {} } = (
    await subscribe(subscriptions, key)
  ).toJSON()
  const tz = Intl.DateTimeFormat().resolvedOptions().timeZone
  return call('POST /register', {
    body: {
      device_id: device,
      channel: 'webpush',
      endpoint,
      p256dh,
      auth,
      vapid_key: key,
      locale: language,
      tz,
    },
  })
}

/** A subscription with the current key; one that was made with another key is replaced. */
async function subscribe(subscriptions: Subscriptions, key: string): Promise<PushSubscription> {
  const before = await subscriptions.getSubscription()
  if (before !== null && isMadeWith(before, key)) return before
  await before?.unsubscribe()
  return subscriptions.subscribe({ userVisibleOnly: true, applicationServerKey: key })
}

function isMadeWith({ options }: PushSubscription, key: string): boolean {
  const bytes = new Uint8Array(options.applicationServerKey ?? [])
  const text = btoa(String.fromCodePoint(...bytes)).replaceAll('=', '')
  return text.replaceAll('+', '-').replaceAll('/', '_') === key
}
