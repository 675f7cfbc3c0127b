import { createHash } from 'node:crypto'
import { messageOf } from '#lib/errors/message-of.ts'
import type { OutsideAnswer, OutsideCaller } from '#lib/net/open-outside-caller.ts'
import { httpResult } from '#lib/pusher/http-result.ts'
import type { Pusher, PushMessage, PushResult } from '#lib/pusher/pusher.ts'
import { composePayload } from '#lib/pusher/webpush/compose-payload.ts'
import { encryptMessage, PLAIN_BYTES_MAX } from '#lib/pusher/webpush/encrypt-message.ts'
import { isPushService } from '#lib/pusher/webpush/is-push-service.ts'
import { openRefusedSubscriptions } from '#lib/pusher/webpush/refused-subscriptions.ts'
import { bytesOf, readSubscriptionKeys, type StoredKeys } from '#lib/pusher/webpush/subscription-keys.ts'
import type { VapidKey } from '#lib/pusher/webpush/vapid-keys.ts'
import type { VapidTokens } from '#lib/pusher/webpush/vapid-tokens.ts'
import { cutText } from '#lib/text/cut-text.ts'

/** The dependencies of Web Push. */
export interface WebPushPorts {
  readonly caller: OutsideCaller
  /** Origins of push services in addition to the known ones. */
  readonly trusted: ReadonlySet<string>
  /** The first one is for new subscriptions. */
  readonly keys: readonly VapidKey[]
  readonly tokens: VapidTokens
}

const REASON_CHARACTERS_MAX = 300
const CONTENT_TOO_LARGE = 413
const TOPIC = /^[\w-]{1,32}$/u
const TOPIC_LENGTH = 22

// What push services answer when a browser subscribed with another key than ours.
const OTHER_KEY = /do not correspond to the credentials|public key mismatch|VapidPkHashMismatch/iu

/** Opens a pusher on the push services of browsers (RFC 8030). `message.secret` has the keys of the subscription. */
export function openWebPush({ caller, trusted, keys, tokens }: WebPushPorts): Pusher {
  const refused = openRefusedSubscriptions()

  function refusalOf(subscription: string): string | undefined {
    const refusal = caller.refusalOf(subscription)
    if (refusal !== undefined) return refusal
    return isPushService(new URL(subscription), trusted)
      ? undefined
      : 'must be an address of a push service that we know'
  }

  async function post(message: PushMessage, to: Target): Promise<OutsideAnswer> {
    const plain = composePayload(message, PLAIN_BYTES_MAX)
    if (plain === undefined) return { refusal: 'its links are too long for a push message' }
    const { p256dh, auth } = to.keys
    const headers = {
      ...headersOf(message),
      authorization: tokens(to.key, new URL(message.subscription).origin),
    }
    const body = encryptMessage(plain, { p256dh: bytesOf(p256dh), auth: bytesOf(auth) })
    return caller.post({ url: message.subscription, headers, body }, to.signal)
  }

  async function call(message: PushMessage, to: Target): Promise<OutsideAnswer> {
    const answer = await post(message, to)
    const isTooLarge = answer.refusal === undefined && answer.status === CONTENT_TOO_LARGE
    const hasPicture = message.picture !== undefined
    return isTooLarge && hasPicture ? post({ ...message, picture: undefined }, to) : answer
  }

  function resultOf(answer: OutsideAnswer, { subscription, idempotencyKey }: PushMessage): PushResult {
    if (answer.refusal !== undefined) return { outcome: 'refused', reason: answer.refusal }
    const result = httpResult(answer, idempotencyKey)
    if (result.outcome === 'sent') refused.noteAccepted(subscription)
    if (result.outcome !== 'held') return result
    const outcome = OTHER_KEY.test(answer.text) ? 'gone' : refused.noteRefused(subscription)
    return { ...result, outcome }
  }

  return {
    channel: 'webpush',
    publicKeys: keys.map(({ publicKey }) => publicKey),
    refusalOf,
    async send(message) {
      const subscribed = readSubscriptionKeys(message.secret)
      const key = keys.find(({ publicKey }) => publicKey === subscribed?.vapid_key)
      if (subscribed === undefined || key === undefined) {
        return { outcome: 'gone', reason: 'the subscription has no key that we still have' }
      }
      const refusal = refusalOf(message.subscription)
      if (refusal !== undefined) return { outcome: 'refused', reason: `its address ${refusal}` }
      const to = { keys: subscribed, key, signal: caller.timeOut() }
      const result = await call(message, to).then(
        (answer) => resultOf(answer, message),
        (error: unknown): PushResult => ({
          outcome: 'later',
          reason: `Cannot reach the push service: ${messageOf(error)}`,
        }),
      )
      return result.outcome === 'sent'
        ? result
        : { ...result, reason: cutText(result.reason, REASON_CHARACTERS_MAX) }
    },
  }
}

interface Target {
  readonly keys: StoredKeys
  readonly key: VapidKey
  readonly signal: AbortSignal
}

function headersOf({ ttlSeconds, isUrgent, collapseId }: PushMessage): Record<string, string> {
  return {
    ttl: String(ttlSeconds),
    urgency: isUrgent ? 'high' : 'normal',
    topic: TOPIC.test(collapseId) ? collapseId : topicOf(collapseId),
    'content-type': 'application/octet-stream',
    'content-encoding': 'aes128gcm',
  }
}

/** A topic has at most 32 characters of base64url. */
function topicOf(collapseId: string): string {
  return createHash('sha256').update(collapseId).digest('base64url').slice(0, TOPIC_LENGTH)
}
