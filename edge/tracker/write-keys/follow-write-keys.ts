import { followList } from '#lib/service-client/follow-list.ts'
import { writeKeysSchema, type ShownWriteKey } from '#lib/service-client/write-keys.ts'
import type { AccountsFollowing } from '../follow-revocations.ts'
import { fullBucket, type Bucket } from '#lib/rates/token-bucket.ts'

/** A good write key, and its rate in this process. */
export interface KnownWriteKey {
  readonly id: string
  /** Origins of the pages that may use it; undefined means all. */
  readonly origins: ReadonlySet<string> | undefined
  readonly rate: Pick<ShownWriteKey, 'ratePerSecond' | 'burst'>
  readonly bucket: Bucket
}

/** The good write keys that this tracker knows. */
export interface WriteKeys {
  find(key: string): KnownWriteKey | undefined
  /** True once all of them are read. Before that an unknown key may be a good one. */
  isRead(): boolean
  /** Stops polling accounts. */
  stop(): Promise<void>
}

/** Follows the list of write keys. */
export async function followWriteKeys({ accounts, ...rest }: AccountsFollowing): Promise<WriteKeys> {
  // Admins create these keys, so their number is small.
  const known = new Map<string, KnownWriteKey>()

  function apply({ key, id, origins, ratePerSecond, burst, revoked }: ShownWriteKey): void {
    const rate = { ratePerSecond, burst }
    if (revoked !== undefined) known.delete(key)
    else
      known.set(key, {
        id,
        origins: origins.length === 0 || origins.includes('*') ? undefined : new Set(origins),
        rate,
        // A key that is read again keeps the bucket with its used tokens.
        bucket: known.get(key)?.bucket ?? fullBucket(rate, performance.now()),
      })
  }

  const list = await followList({
    ...rest,
    service: accounts,
    path: '/accounts/write-keys',
    page: writeKeysSchema,
    apply,
    name: 'write_keys',
    station: 'tracker',
  })
  return {
    find: (key) => known.get(key),
    isRead: () => list.isRead(),
    stop: () => list.stop(),
  }
}
