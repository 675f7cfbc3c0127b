import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { OneSignalErrors } from '@onesignal/node-onesignal'
import { z } from 'zod'
import { newId } from '#lib/ids/new-id.ts'
import { failWith } from './http-failures.ts'

/** One message as a phone has shown it. */
interface Shown {
  readonly subscription: string
  /** OneSignal's name for the message. */
  readonly id: string
  readonly idempotencyKey: string | undefined
  /** The notification as it came over the wire. */
  readonly notification: Readonly<Record<string, unknown>>
}

/** One call, in the order they came. */
interface Call {
  readonly idempotencyKey: string | undefined
  /** What it was answered; undefined for calls left without an answer. */
  readonly status: number | undefined
  /** True when the answer was one given before to the same key. */
  readonly isReplayed: boolean
}

/** An answer out of turn; a text as body is sent as HTML, anything else as JSON. */
interface ForcedAnswer {
  readonly status: number
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/**
 * What to do instead of answering. `hang`: take the call and stay silent · `lostAnswer`: show the message, then break the
 * connection · `closeEarly`, `trickle`: see `HttpFailure` · `html`: a page with 200 · `garbage`: half a JSON with 200.
 */
export type Failure = Silent | 'html' | 'garbage' | ForcedAnswer
type Silent = 'hang' | 'lostAnswer' | 'closeEarly' | 'trickle'

/** A OneSignal on this machine, over real HTTP. */
export interface FakeOneSignal {
  /** For `onesignal://<app id>?server=<url>`. */
  readonly url: string
  readonly shown: readonly Shown[]
  readonly calls: readonly Call[]
  /** Lets the next calls fail, one after the other; failures asked for earlier come first. */
  failNext(failure: Failure, times?: number): void
  /** Forgets the failures that are still to come. */
  heal(): void
  /** From now on every call is answered like this, whatever else was asked for; undefined: as it should be again. */
  answerAll(answer: ForcedAnswer | undefined): void
  /** From now on this subscription is one that its phone switched off, or one OneSignal never gave. */
  unsubscribe(subscription: string, how?: 'switchedOff' | 'neverGiven'): void
  /** Breaks open connections and frees the port. */
  stop(): Promise<void>
}

const notificationSchema = z.looseObject({
  app_id: z.string(),
  target_channel: z.literal('push'),
  include_subscription_ids: z.tuple([z.uuid()]),
  idempotency_key: z.uuid().optional(),
  headings: z.looseObject({ en: z.string() }),
  contents: z.looseObject({ en: z.string().min(1) }),
  collapse_id: z.string().max(64).optional(),
})

function isSilent(failure: Failure | undefined): failure is Silent {
  return typeof failure === 'string' && failure !== 'html' && failure !== 'garbage'
}

const PAGE = '<!doctype html><title>Sign in to this network</title>'
const CANNED: Readonly<Record<'html' | 'garbage', ForcedAnswer>> = {
  html: { status: 200, body: PAGE },
  garbage: { status: 200, body: '{"id":"', headers: { 'content-type': 'application/json' } },
}

/** Starts a OneSignal that knows one app; port 0 takes any free one. */
export async function startFakeOneSignal({
  appId,
  apiKey,
  port = 0,
}: {
  appId: string
  apiKey: string
  port?: number
}): Promise<FakeOneSignal> {
  const shown: Shown[] = []
  const calls: Call[] = []
  const failures: Failure[] = []
  const unreachable = new Map<string, 'switchedOff' | 'neverGiven'>()
  const accepted = new Map<string, ForcedAnswer>()
  let answerToAll: ForcedAnswer | undefined

  function answerOf(request: IncomingMessage, body: unknown): ForcedAnswer {
    if (request.method !== 'POST' || request.url !== '/notifications') return errors(404, 'Not found')
    if (request.headers.authorization !== `Key ${apiKey}`) return errors(403, OneSignalErrors.INVALID_API_KEY)
    const parsed = notificationSchema.safeParse(body)
    if (!parsed.success) return errors(400, z.prettifyError(parsed.error))
    const { app_id, include_subscription_ids, idempotency_key: idempotencyKey } = parsed.data
    const [subscription] = include_subscription_ids
    if (app_id !== appId) return errors(400, 'app_id not found')
    const before = accepted.get(idempotencyKey ?? '')
    if (before !== undefined) return { ...before, headers: { 'idempotent-replayed': 'true' } }
    const reason = unreachable.get(subscription)
    if (reason === 'switchedOff') {
      return { status: 200, body: { id: '', errors: [OneSignalErrors.NO_SUBSCRIBERS] } }
    }
    if (reason === 'neverGiven') {
      return { status: 200, body: { id: '', errors: { invalid_player_ids: [subscription] } } }
    }
    const id = newId()
    const answer = { status: 200, body: { id, external_id: idempotencyKey ?? null } }
    shown.push({ subscription, id, idempotencyKey, notification: parsed.data })
    if (idempotencyKey !== undefined) accepted.set(idempotencyKey, answer)
    return answer
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = jsonOf(await text(request))
    const idempotencyKey = z.object({ idempotency_key: z.string() }).safeParse(body).data?.idempotency_key
    const failure = answerToAll ?? failures.shift()
    if (isSilent(failure)) {
      if (failure === 'lostAnswer') answerOf(request, body)
      calls.push({ idempotencyKey, status: undefined, isReplayed: false })
      failWith(failure, request, response)
      return
    }
    const forced = typeof failure === 'string' ? CANNED[failure] : failure
    const answer = forced ?? answerOf(request, body)
    const isReplayed = answer.headers !== undefined && 'idempotent-replayed' in answer.headers
    calls.push({ idempotencyKey, status: answer.status, isReplayed })
    write(response, answer)
  }

  const server = createServer((request, response) => {
    // A caller that went away in the middle of its call gets no answer.
    handle(request, response).catch(() => request.socket.destroy())
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const address = z.object({ port: z.number() }).parse(server.address())

  return {
    url: `http://127.0.0.1:${address.port}`,
    shown,
    calls,
    failNext: (failure, times = 1) => {
      failures.push(...Array.from({ length: times }, () => failure))
    },
    heal: () => {
      failures.length = 0
    },
    answerAll: (answer) => {
      answerToAll = answer
    },
    unsubscribe: (subscription, how = 'switchedOff') => {
      unreachable.set(subscription, how)
    },
    stop: async () => {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

function errors(status: number, reason: string): ForcedAnswer {
  return { status, body: { errors: [reason] } }
}

function write(
  response: ServerResponse,
  { status, body = { errors: ['Told to fail'] }, headers }: ForcedAnswer,
): void {
  const isText = typeof body === 'string'
  response.writeHead(status, { 'content-type': isText ? 'text/html' : 'application/json', ...headers })
  response.end(isText ? body : JSON.stringify(body))
}

function jsonOf(raw: string): unknown {
  try {
    return JSON.parse(raw)
  } catch {
    return undefined
  }
}
