import {
  ApiException,
  createConfiguration,
  DefaultApi,
  type HttpLibrary,
  type Notification as OneSignalNotification,
  ResponseContext,
  ServerConfiguration,
  wrapHttpLibrary,
} from '@onesignal/node-onesignal'
import { z } from 'zod'
import { withoutPassword } from '#lib/config/read-config.ts'
import { messageOf } from '#lib/errors/message-of.ts'
import { withoutEndSlashes } from '#lib/http/without-end-slashes.ts'
import { StartError } from '#lib/errors/start-error.ts'
import type { Pusher, PushMessage, PushResult } from '#lib/pusher/pusher.ts'
import { retryAfterMs } from '#lib/pusher/retry-after-ms.ts'
import { cutText } from '#lib/text/cut-text.ts'

/** What OneSignal needs beside its URL. */
export interface OneSignalOptions {
  readonly apiKey: string
  /** How long a whole call may take. */
  readonly timeoutMs?: number
}

const OWN_SERVER = 'https://api.onesignal.com'
const TIMEOUT_MS = 10_000
const REASON_CHARACTERS_MAX = 300

/** `priority` of a notification: 10 wakes a sleeping phone. */
const PRIORITY = { urgent: 10, normal: 5 }

/**
 * A pusher on OneSignal; the URL is `onesignal://<app id>`, optionally with `?server=<url>`.
 *
 * @throws {StartError} when the app id, the server or the key cannot be right.
 */
export function openOneSignal(url: string, { apiKey, timeoutMs = TIMEOUT_MS }: OneSignalOptions): Pusher {
  const { appId, server } = readUrl(url)
  // The pattern keeps a key with a line break out of the header, where it would fail each call.
  if (!/^[\u0021-\u007e]+$/u.test(apiKey)) {
    throw new StartError(
      `Cannot open push channel "onesignal": its API key is ${apiKey === '' ? 'missing' : 'no single word'}`,
      'Set ONESIGNAL_API_KEY to the REST API key of the app, or take onesignal: out of PUSH_CHANNELS.',
    )
  }
  const api = new DefaultApi(
    createConfiguration({
      restApiKey: apiKey,
      baseServer: new ServerConfiguration(server, {}),
      httpApi: httpWithin(timeoutMs),
    }),
  )
  return {
    channel: 'onesignal',
    async send(message) {
      const result = await api.createNotification(notificationOf(appId, message)).then(
        (answer: unknown) => resultOfAnswer(answer, message.subscription),
        (error: unknown) => resultOfError(error, message.subscription),
      )
      if (result.outcome === 'sent') return result
      // A proxy may echo our headers in its errors.
      const reason = cutText(result.reason.replaceAll(apiKey, '***'), REASON_CHARACTERS_MAX)
      return { ...result, reason }
    },
  }
}

/** Nothing of a wrong URL is quoted but the server's: people confuse the app id with the key. */
function readUrl(url: string): { appId: string; server: string } {
  const parts = new URL(url)
  const appId = z.guid().safeParse(parts.hostname.toLowerCase())
  if (!appId.success) {
    throw new StartError(
      `Cannot open push channel "onesignal": its app id is ${parts.hostname === '' ? 'missing' : 'no UUID'}`,
      'Write onesignal://<app id> in PUSH_CHANNELS; the app id is in the settings of the app, under "Keys & IDs".',
    )
  }
  const server = parts.searchParams.get('server') ?? OWN_SERVER
  if (!URL.canParse(server) || !/^https?:$/u.test(new URL(server).protocol)) {
    throw new StartError(
      `Cannot open push channel "onesignal": server "${withoutPassword(server)}" is no http URL`,
      'Write onesignal://<app id>?server=https://<host> in PUSH_CHANNELS, or leave the server out.',
    )
  }
  const { origin, pathname } = new URL(server)
  return { appId: appId.data, server: `${origin}${withoutEndSlashes(pathname)}` }
}

/** The SDK's own HTTP waits for ever, and loses the status of an answer whose body is not what its type says. */
function httpWithin(timeoutMs: number): HttpLibrary {
  return wrapHttpLibrary({
    async send(request) {
      const body = request.getBody()
      const response = await fetch(request.getUrl(), {
        method: request.getHttpMethod(),
        headers: request.getHeaders(),
        body: typeof body === 'string' ? body : null,
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMs),
      })
      const text = await response.text()
      const headers = { ...Object.fromEntries(response.headers), 'content-type': typeOf(text) }
      return new ResponseContext(response.status, headers, {
        text: () => Promise.resolve(text),
        binary: () => Promise.resolve(Buffer.from(text)),
      })
    },
  })
}

function typeOf(text: string): string {
  try {
    JSON.parse(text)
    return 'application/json'
  } catch {
    return 'text/plain'
  }
}

function notificationOf(appId: string, message: PushMessage): OneSignalNotification {
  return {
    app_id: appId,
    target_channel: 'push',
    include_subscription_ids: [message.subscription],
    idempotency_key: message.idempotencyKey,
    // OneSignal demands English, and shows it to phones set to a language it was not given.
    headings: { [message.language]: message.title, en: message.title },
    contents: { [message.language]: message.body, en: message.body },
    app_url: message.appUrl,
    web_url: message.webUrl,
    data: message.data,
    collapse_id: message.collapseId,
    thread_id: message.threadId,
    android_group: message.threadId,
    ios_badge_type: 'Increase',
    ios_badge_count: 1,
    ttl: message.ttlSeconds,
    priority: message.isUrgent ? PRIORITY.urgent : PRIORITY.normal,
  }
}

const answerSchema = z.object({ id: z.string().nullish(), errors: z.unknown().optional() })

function resultOfAnswer(answer: unknown, subscription: string): PushResult {
  const { id, errors } = answerSchema.safeParse(answer).data ?? {}
  // The SDK makes an object without fields of any other JSON, so this is no word about the subscription.
  if ((id ?? errors ?? undefined) === undefined) {
    return { outcome: 'later', reason: 'OneSignal answered in a form that is not its own' }
  }
  if (id && !isGone(errors, subscription)) return { outcome: 'sent', providerId: id }
  return { outcome: 'gone', reason: `OneSignal reached nobody: ${errorText(errors)}` }
}

function resultOfError(error: unknown, subscription: string): PushResult {
  if (!(error instanceof ApiException)) {
    return { outcome: 'later', reason: `Cannot reach OneSignal: ${messageOf(error)}` }
  }
  const { errors } = answerSchema.safeParse(error.body).data ?? {}
  const reason = `OneSignal answered ${error.code}: ${errorText(errors)}`
  if (error.code === 401 || error.code === 403) return { outcome: 'held', reason }
  // Said of our app, not of the message: each message would be answered the same until somebody mends it.
  if ((error.code === 400 || error.code === 404) && isOurApp(errors)) return { outcome: 'held', reason }
  // Without JSON it is a proxy's word, and no reason to burn a message.
  if ([400, 413, 422].includes(error.code) && typeof error.body === 'object') {
    return { outcome: isGone(errors, subscription) ? 'gone' : 'refused', reason }
  }
  const waitMs = retryAfterMs(error.headers['retry-after'] ?? '', Date.now())
  const outcome = error.code === 429 ? 'busy' : 'later'
  return { outcome, reason, ...(waitMs !== undefined && { retryAfterMs: waitMs }) }
}

/** `errors` is a list of sentences, or an object of lists such as `invalid_player_ids`. */
function isGone(errors: unknown, subscription: string): boolean {
  if (/not subscribed/iu.test(errorText(errors))) return true
  return Object.entries(errors ?? {}).some(
    ([name, ids]) => name.startsWith('invalid_') && Array.isArray(ids) && ids.includes(subscription),
  )
}

/** An app id that OneSignal does not know, and an app that was disabled, are answered 400 or 404. */
function isOurApp(errors: unknown): boolean {
  const text = errorText(errors)
  return (
    /\bapp_id\b/iu.test(text) ||
    (/\bapp\b/iu.test(text) && /\b(?:disabled|does not exist|not found)\b/iu.test(text))
  )
}

function errorText(errors: unknown): string {
  if (errors === undefined || errors === null) return 'no reason given'
  const list: unknown[] = Array.isArray(errors) ? errors : [errors]
  return list.map((error) => (typeof error === 'string' ? error : JSON.stringify(error))).join('; ')
}
