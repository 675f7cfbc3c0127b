import type { Pusher } from '#lib/pusher/pusher.ts'
import type { Logger } from '#lib/telemetry/logger.ts'

/** Creates a pusher that notifies no phone: it logs each message as one line, without the texts that people wrote. */
export function openLogPusher(log: Logger): Pusher {
  return {
    channel: 'log',
    async send(message) {
      log.info('push', {
        idempotencyKey: message.idempotencyKey,
        subscription: message.subscription,
        language: message.language,
        webUrl: message.webUrl,
        collapseId: message.collapseId,
        threadId: message.threadId,
        ttlSeconds: message.ttlSeconds,
        isUrgent: message.isUrgent,
      })
      return { outcome: 'sent', providerId: message.idempotencyKey }
    },
  }
}
