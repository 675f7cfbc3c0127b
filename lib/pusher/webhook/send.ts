import { createHmac } from 'node:crypto'
import { messageOf } from '#lib/errors/message-of.ts'
import type { OutsideAnswer, OutsideCaller } from '#lib/net/open-outside-caller.ts'
import { httpResult } from '#lib/pusher/http-result.ts'
import type { Pusher, PushMessage, PushResult } from '#lib/pusher/pusher.ts'
import { cutText } from '#lib/text/cut-text.ts'

const REASON_CHARACTERS_MAX = 300
const SECRET = /^whsec_([A-Za-z0-9+/]+={0,2})$/u

/** Opens a pusher that posts each message to the address of its subscription, signed with `message.secret`. */
export function openWebhook(caller: OutsideCaller): Pusher {
  return {
    channel: 'webhook',
    refusalOf: (subscription) => caller.refusalOf(subscription),
    async send(message) {
      const [, secret] = SECRET.exec(message.secret ?? '') ?? []
      if (secret === undefined) return { outcome: 'gone', reason: 'the webhook has no secret' }
      const body = bodyOf(message)
      const headers = headersOf(message, body, Buffer.from(secret, 'base64'))
      const result = await caller.post({ url: message.subscription, headers, body }).then(
        (answer) => resultOf(answer, message),
        (error: unknown): PushResult => ({
          outcome: 'later',
          reason: `Cannot reach the webhook: ${messageOf(error)}`,
        }),
      )
      return result.outcome === 'sent'
        ? result
        : { ...result, reason: cutText(result.reason, REASON_CHARACTERS_MAX) }
    },
  }
}

function bodyOf(message: PushMessage): string {
  const { title, body, language, webUrl, appUrl, data, collapseId, threadId, picture, actions } = message
  return JSON.stringify({
    type: 'push',
    timestamp: new Date().toISOString(),
    data: {
      title,
      body,
      language,
      url: webUrl,
      app_url: appUrl,
      data,
      collapse_id: collapseId,
      thread_id: threadId,
      urgent: message.isUrgent,
      ttl: message.ttlSeconds,
      ...(picture !== undefined && { picture }),
      ...(actions !== undefined && { actions }),
    },
  })
}

function headersOf(
  { idempotencyKey: id }: PushMessage,
  body: string,
  secret: Buffer,
): Record<string, string> {
  const timestamp = Math.floor(Date.now() / 1_000)
  const signature = createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64')
  return {
    'content-type': 'application/json',
    'idempotency-key': id,
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': `v1,${signature}`,
  }
}

/** Each address is a server of its own: what it refuses, or asks us to wait for, must not concern the channel of all. */
function resultOf(answer: OutsideAnswer, { idempotencyKey }: PushMessage): PushResult {
  if (answer.refusal !== undefined) return { outcome: 'refused', reason: answer.refusal }
  const isAccepted = answer.status >= 200 && answer.status < 300
  // Servers of people often answer a page to a call that they accepted.
  if (isAccepted) return { outcome: 'sent', providerId: idempotencyKey }
  const result = httpResult(answer, idempotencyKey)
  if (result.outcome === 'held') return { outcome: 'refused', reason: result.reason }
  if (result.outcome === 'busy' || result.outcome === 'later') {
    return { outcome: 'later', reason: result.reason }
  }
  return result
}
