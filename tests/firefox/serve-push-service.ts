import { newId } from '#lib/ids/new-id.ts'

/** A push service as Firefox knows it. */
export interface FirefoxPushService {
  /** Where stations send messages. */
  readonly url: string
  /** The address for the setting `dom.push.serverURL` of Firefox. */
  readonly socketUrl: string
  /** The messages that stations sent, and those that Firefox confirmed. */
  readonly counts: { sent: number; confirmed: number }
  stop(): Promise<void>
}

interface Asked {
  readonly messageType?: string
  readonly channelID?: string
  readonly updates?: readonly { readonly code: number }[]
}

/** Firefox decrypted the message, and the service worker has handled it. */
const SHOWN = 100

/**
 * Serves a push service for one Firefox: RFC 8030 towards stations, and the protocol of Mozilla's autopush, version "webpush", towards
 * the browser (https://mozilla-push-service.readthedocs.io/en/latest/design). It keeps nothing for a browser that is away.
 */
export function servePushService(): FirefoxPushService {
  const counts = { sent: 0, confirmed: 0 }
  let browser: Bun.ServerWebSocket | undefined
  const tell = (message: object) => browser?.send(JSON.stringify(message))

  function answer({ messageType, channelID, updates = [] }: Asked): void {
    if (messageType === 'hello')
      tell({ messageType, uaid: newId().replaceAll('-', ''), status: 200, use_webpush: true })
    else if (messageType === 'register')
      tell({ messageType, channelID, status: 200, pushEndpoint: `${url}/push/${channelID ?? ''}` })
    else if (messageType === 'unregister') tell({ messageType, channelID, status: 200 })
    else if (messageType === 'ping') tell({})
    else if (messageType === 'ack') counts.confirmed += updates.filter(({ code }) => code === SHOWN).length
  }

  const server = Bun.serve({
    development: false,
    port: 0,
    hostname: '127.0.0.1',
    async fetch(request, self): Promise<Response | undefined> {
      if (self.upgrade(request)) return undefined
      const [, channelID] = /^\/push\/(?<channel>[\w-]+)$/u.exec(new URL(request.url).pathname) ?? []
      if (request.method !== 'POST' || channelID === undefined) return new Response(null, { status: 404 })
      if (!request.headers.has('ttl')) return new Response('no TTL', { status: 400 })
      const data = Buffer.from(await request.arrayBuffer()).toString('base64url')
      const encoding = request.headers.get('content-encoding')
      counts.sent += 1
      tell({ messageType: 'notification', channelID, version: newId(), data, headers: { encoding } })
      return new Response(null, { status: 201, headers: { location: `${url}/messages/${newId()}` } })
    },
    websocket: {
      open: (socket: Bun.ServerWebSocket) => {
        browser = socket
      },
      message: (_socket, text) => answer(JSON.parse(String(text)) as Asked),
    },
  })
  const url = `http://127.0.0.1:${server.port ?? 0}`

  return { url, socketUrl: url.replace('http:', 'ws:'), counts, stop: () => server.stop(true) }
}
