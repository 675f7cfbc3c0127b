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
import type { PushAction, Pusher, PushMessage, PushResult } from '#lib/pusher/pusher.ts'
import { retryAfterMs } from '#lib/pusher/retry-after-ms.ts'
import { cutText } from '#lib/text/cut-text.ts'

/** Options of `openOneSignal()`. */
export interface OneSignalOptions {
  readonly apiKey: string
  /** Time-out of a whole call. */
  readonly timeoutMs?: number
}

const OWN_SERVER = 'https://api.onesignal.com'
const TIMEOUT_MS = 10_000
const REASON_CHARACTERS_MAX = 300
const CONTENT_TOO_LARGE = 413

/** `priority` of a notification: 10 wakes up a sleeping phone. */
const PRIORITY = { urgent: 10, normal: 5 }

/**
 * Opens a pusher on OneSignal; the URL is `onesignal://<app id>`, optionally with `?server=<url>`.
 *
 * @throws {StartError} when the app id, the server or the key is invalid.
 */
export function openOneSignal(url: string, { apiKey, timeoutMs = TIMEOUT_MS }: OneSignalOptions): Pusher {
  const { appId, server } = readUrl(url)
  // A key with a line break is not valid in a header and would make every call fail.
  if (!/^[\u0021-\u007e]+$/u.test(apiKey)) {
    throw new StartError(
      `Cannot open push channel "onesignal": its API key is ${apiKey === '' ? 'missing' : 'not a single word'}`,
      'Set ONESIGNAL_API_KEY to the REST API key of the app, or remove onesignal: from PUSH_CHANNELS.',
    )
  }
  const api = new DefaultApi(
    createConfiguration({
      restApiKey: apiKey,
      baseServer: new ServerConfiguration(server, {}),
      httpApi: httpWithin(timeoutMs),
    }),
  )

  /** Creates the notification, once more without its picture if it is too large. */
  async function create(message: PushMessage): Promise<unknown> {
    try {
      return await api.createNotification(notificationOf(appId, message))
    } catch (error) {
      const isTooLarge = error instanceof ApiException && error.code === CONTENT_TOO_LARGE
      if (!isTooLarge || message.picture === undefined) throw error
      return api.createNotification(notificationOf(appId, { ...message, picture: undefined }))
    }
  }

  return {
    channel: 'onesignal',
    async send(message) {
      const result = await create(message).then(
        (answer: unknown) => resultOfAnswer(answer, message.subscription),
        (error: unknown) => resultOfError(error, message.subscription),
      )
      if (result.outcome === 'sent') return result
      // The error of a proxy may contain our headers.
      const reason = cutText(result.reason.replaceAll(apiKey, '***'), REASON_CHARACTERS_MAX)
      return { ...result, reason }
    },
  }
}

/** Errors quote only the server of a wrong URL, because people may enter the API key as the app id. */
function readUrl(url: string): { appId: string; server: string } {
  const parts = new URL(url)
  const appId = z.guid().safeParse(parts.hostname.toLowerCase())
  if (!appId.success) {
    throw new StartError(
      `Cannot open push channel "onesignal": its app id is ${parts.hostname === '' ? 'missing' : 'not a UUID'}`,
      'Write onesignal://<app id> in PUSH_CHANNELS; the app id is in the settings of the app, under "Keys & IDs".',
    )
  }
  const server = parts.searchParams.get('server') ?? OWN_SERVER
  if (!URL.canParse(server) || !/^https?:$/u.test(new URL(server).protocol)) {
    throw new StartError(
      `Cannot open push channel "onesignal": server "${withoutPassword(server)}" is not an http URL`,
      'Write onesignal://<app id>?server=https://<host> in PUSH_CHANNELS, or omit the server.',
    )
  }
  const { origin, pathname } = new URL(server)
  return { appId: appId.data, server: `${origin}${withoutEndSlashes(pathname)}` }
}

/** The HTTP of the SDK has no time-out, and it loses the status of an answer whose body does not match its content type. */
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
    // OneSignal requires English. It shows it to phones with a language that the message does not contain.
    headings: { [message.language]: message.title, en: message.title },
    contents: { [message.language]: message.body, en: message.body },
    app_url: message.appUrl,
    web_url: message.webUrl,
    data: message.data,
    collapse_id: message.collapseId,
    // Browsers know no collapse id: their push services replace by topic.
    web_push_topic: message.collapseId,
    thread_id: message.threadId,
    android_group: message.threadId,
    ios_badge_type: 'Increase',
    ios_badge_count: 1,
    ttl: message.ttlSeconds,
    priority: message.isUrgent ? PRIORITY.urgent : PRIORITY.normal,
    ...(message.picture !== undefined && pictureOf(message.picture)),
    ...(message.actions !== undefined && buttonsOf(message.actions)),
  }
}

/** OneSignal has a field of its own for each kind of phone. */
function pictureOf(url: string): Partial<OneSignalNotification> {
  return {
    big_picture: url,
    huawei_big_picture: url,
    ios_attachments: { picture: url },
    chrome_web_image: url,
  }
}

/** Apps open what they know of the id; browsers open the URL. */
function buttonsOf(actions: readonly PushAction[]): Partial<OneSignalNotification> {
  return {
    buttons: actions.map(({ id, title }) => ({ id, text: title })),
    web_buttons: actions.map(({ id, title, url }) => ({ id, text: title, url })),
  }
}

const answerSchema = z.object({ id: z.string().nullish(), errors: z.unknown().optional() })

function resultOfAnswer(answer: unknown, subscription: string): PushResult {
  const { id, errors } = answerSchema.safeParse(answer).data ?? {}
  // The SDK turns any other JSON into an object without fields, so this says nothing about the subscription.
  if ((id ?? errors ?? undefined) === undefined) {
    return { outcome: 'later', reason: 'OneSignal answered in an unknown format' }
  }
  if (id && !isGone(errors, subscription)) return { outcome: 'sent', providerId: id }
  return { outcome: 'gone', reason: `OneSignal reached no device: ${errorText(errors)}` }
}

function resultOfError(error: unknown, subscription: string): PushResult {
  if (!(error instanceof ApiException)) {
    return { outcome: 'later', reason: `Cannot reach OneSignal: ${messageOf(error)}` }
  }
  const { errors } = answerSchema.safeParse(error.body).data ?? {}
  const reason = `OneSignal answered ${error.code}: ${errorText(errors)}`
  if (error.code === 401 || error.code === 403) return { outcome: 'held', reason }
  // The error concerns our app, not the message: every message would get the same answer until an operator fixes it.
  if ((error.code === 400 || error.code === 404) && isOurApp(errors)) return { outcome: 'held', reason }
  // An answer without JSON comes from a proxy and must not discard the message.
  if ([400, CONTENT_TOO_LARGE, 422].includes(error.code) && typeof error.body === 'object') {
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

/** OneSignal answers 400 or 404 for an unknown app id and for a disabled app. */
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
