import { followList } from '#lib/service-client/follow-list.ts'
import { revokedKeysSchema } from '#lib/service-client/revoked-keys.ts'
import type { ServiceClient } from '#lib/service-client/service-client.ts'
import type { Logger } from '#lib/telemetry/logger.ts'
import type { Metrics } from '#lib/telemetry/metrics.ts'

/** The revoked device keys that this tracker knows. */
export interface Revocations {
  /** True when a key is revoked: it proves nothing. */
  isRevoked(keyId: string): boolean
  /** Stops polling accounts. */
  stop(): Promise<void>
}

/** How the tracker polls lists of accounts. */
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
      // A rotated key is already listed during its grace period, with a time in the future.
      return time !== undefined && time <= Date.now()
    },
    stop: () => list.stop(),
  }
}
