import type { Point } from '#lib/geo/point.ts'
import type { Platform } from './platform.ts'

/** A person with a phone, who does everything over HTTP as a phone would. */
export interface Walker {
  readonly person: string
  readonly device: string
  /** Writes a search or an offer that follows the phone; gives its id. */
  carries(kind: 'searches' | 'offers', keywords: readonly string[], radiusMeters: number): Promise<string>
  /** Says where the phone is; gives what the tracker answers. A `key` of '' sends none. */
  isAt(place: Point, options?: { id?: string; ts?: number; key?: string | undefined }): Promise<Response>
  /** Calls a station in this person's name. */
  call(station: string, path: string, init?: RequestInit): Promise<Response>
}

/** Who, with which phone. */
export interface WalkerOptions {
  readonly person: string
  readonly device: string
  readonly locale: 'en' | 'de'
  /** UUID of the subscription at OneSignal; absent for a phone that gets no pushes. */
  readonly subscription?: string
}

/** Signs a person in, registers their phone and ties it to its subscription, when it has one. */
export async function aWalker(
  platform: Platform,
  { person, device, locale, subscription }: WalkerOptions,
): Promise<Walker> {
  async function tokenFor(audience: string): Promise<string> {
    const response = await post(`${platform.url}/accounts/dev-login`, { person, audience })
    return ((await response.json()) as { token: string }).token
  }

  async function call(station: string, path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers)
    headers.set('authorization', `Bearer ${await tokenFor(station)}`)
    if (!headers.has('content-type')) headers.set('content-type', 'application/json')
    return fetch(platform.url + path, { ...init, headers })
  }

  const registered = await call('accounts', '/accounts/devices', {
    method: 'POST',
    body: JSON.stringify({ device_id: device }),
  })
  const { key: ownKey } = (await good(registered).json()) as { key: string }
  const mapping = {
    device_id: device,
    channel: 'onesignal',
    subscription_id: subscription,
    locale,
    tz: 'Europe/Berlin',
  }
  if (subscription !== undefined)
    good(await call('notifications', '/register', { method: 'POST', body: JSON.stringify(mapping) }))

  return {
    person,
    device,
    call,
    async carries(kind, keywords, radiusMeters) {
      const draft = {
        title: keywords[0],
        keywords,
        region: { circle: { radiusMeters } },
        mobile: true,
        device,
        showLocation: true,
      }
      const response = await call('storage', `/store/${kind}`, {
        method: 'POST',
        body: JSON.stringify(draft),
      })
      return ((await good(response).json()) as { id: string }).id
    },
    async isAt({ lat, lng }, { id, ts, key = ownKey } = {}) {
      const event = { type: 'geo', id, ts, params: { di: device, lt: lat, lg: lng, a: 8 } }
      return fetch(`${platform.url}/v1/events`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(key !== '' && { 'push-device-key': key }) },
        body: JSON.stringify(event),
      })
    },
  }
}

function post(url: string, body: unknown): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
}

function good(response: Response): Response {
  if (!response.ok) throw new Error(`Cannot go on: ${response.url} answered ${response.status}`)
  return response
}
