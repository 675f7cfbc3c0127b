import { followList } from '#lib/service-client/follow-list.ts'
import { revokedKeysSchema } from '#lib/service-client/revoked-keys.ts'
import type { ServiceClient } from '#lib/service-client/service-client.ts'
import type { Logger } from '#lib/telemetry/logger.ts'
import type { Metrics } from '#lib/telemetry/metrics.ts'

/** The device keys that were revoked, as far as this tracker knows. */
export interface Revocations {
  /** True when a key proves nothing any more. */
  isRevoked(keyId: string): boolean
  /** Asks accounts no more. */
  stop(): Promise<void>
}

/** What the tracker follows of accounts: who is asked, and how often. */
export interface AccountsFollowing {
  readonly accounts: ServiceClient
  readonly refreshMs: number
  readonly log: Logger
  readonly metrics: Metrics
}

/** Follows the list of revoked device keys. */
export async function followRevocations(following: AccountsFollowing): Promise<Revocations> {
  const { accounts, ...rest } = following
  const timesRevoked = new Map<string, number>()
  const list = await followList({
    ...rest,
    service: accounts,
    path: '/accounts/revoked-keys',
    page: revokedKeysSchema,
    apply: ({ key_id: keyId, revoked_at: time }) => timesRevoked.set(keyId, Date.parse(time)),
    name: 'revoked_keys',
    station: 'tracker',
  })
  return {
    isRevoked(keyId) {
      const time = timesRevoked.get(keyId)
      // The key that was rotated away is listed before its end.
      return time !== undefined && time <= Date.now()
    },
    stop: () => list.stop(),
  }
}
