import type { Pusher } from '#lib/pusher/pusher.ts'
import type { Logger } from '#lib/telemetry/logger.ts'

/** A pusher that rings nobody: each message becomes one line of the log, without the texts people wrote. */
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
