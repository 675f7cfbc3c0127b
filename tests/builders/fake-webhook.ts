import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { Webhook } from 'standardwebhooks'
import { z } from 'zod'
import { failWith, openFailures, write, type HttpFailures } from './http-failures.ts'

/** A call that a webhook accepted. */
interface Called {
  readonly url: string
  readonly id: string
  readonly body: unknown
}

/** Webhooks on this machine, over real HTTP: a verifier that we did not write checks each signature. */
export interface FakeWebhook extends Pick<HttpFailures, 'failNext'> {
  /** Its origin. */
  readonly url: string
  /** The calls, each id once. */
  readonly called: readonly Called[]
  /** The statuses that calls got; undefined for those without an answer. */
  readonly calls: readonly (number | undefined)[]
  /** Makes a webhook with a secret; returns its URL. */
  listen(secret: string): string
  stop(): Promise<void>
}

/** Starts a server of webhooks on a free port. */
export async function startFakeWebhook(): Promise<FakeWebhook> {
  const secrets = new Map<string, string>()
  const called: Called[] = []
  const calls: (number | undefined)[] = []
  const failures = openFailures()
  let origin = ''

  function accept({ url = '', headers }: IncomingMessage, body: string): number {
    const secret = secrets.get(`${origin}${url}`)
    if (secret === undefined) return 404
    const given = z.object({
      'webhook-id': z.string(),
      'webhook-timestamp': z.string(),
      'webhook-signature': z.string(),
      'idempotency-key': z.string(),
    })
    const checked = given.parse(headers)
    try {
      new Webhook(secret).verify(body, checked)
    } catch {
      return 401
    }
    const id = checked['webhook-id']
    if (!called.some((call) => call.id === id)) {
      called.push({ url: `${origin}${url}`, id, body: JSON.parse(body) })
    }
    return 204
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request)
    const failure = failures.next()
    if (failure === undefined) calls.push(write(response, { status: accept(request, body) }))
    else {
      if (failure === 'lostAnswer') accept(request, body)
      calls.push(failWith(failure, request, response))
    }
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => write(response, { status: 400, body: String(error) }))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  origin = `http://127.0.0.1:${z.object({ port: z.number() }).parse(server.address()).port}`

  return {
    url: origin,
    called,
    calls,
    failNext: failures.failNext,
    listen(secret) {
      const url = `${origin}/hooks/${crypto.randomUUID()}`
      secrets.set(url, secret)
      return url
    },
    stop: async () => {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}
