import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { erasedSchema } from '#lib/service-client/erased.ts'
import { followList, type FollowOptions } from '#lib/service-client/follow-list.ts'

/** The people whose accounts were deleted, as known to a station. */
export interface ErasedPeople {
  /** True if the account of the person was deleted and copies of their events may still exist. */
  isErased(person: string): boolean
  /**
   * Call it before acting on old copies.
   *
   * @throws {UnavailableError} while the list has never been read completely, so that its members are unknown.
   */
  assertKnown(): void
  /** Stops the requests to accounts. */
  stop(): Promise<void>
}

/** Which station follows the list, and how often it requests it. */
export type ErasedFollowing = Pick<
  FollowOptions<never>,
  'service' | 'refreshMs' | 'station' | 'log' | 'metrics'
>

/** Follows the list of erased people of apps/accounts; `service` is a client of accounts. */
export async function followErased(following: ErasedFollowing): Promise<ErasedPeople> {
  const endOf = new Map<string, number>()
  const list = await followList({
    ...following,
    path: '/accounts/erased',
    page: erasedSchema,
    apply({ person, copies_until: until }) {
      const now = Date.now()
      for (const [each, end] of endOf) {
        // Entries are in the order of their end, so all entries after the first unexpired one are unexpired too.
        if (end > now) break
        endOf.delete(each)
      }
      endOf.set(person, Date.parse(until))
    },
    name: 'erased',
  })
  return {
    isErased(person) {
      const end = endOf.get(person)
      return end !== undefined && end > Date.now()
    },
    assertKnown() {
      if (!list.isRead())
        throw new UnavailableError(
          'Cannot check for erased people: accounts has not answered since the start',
        )
    },
    stop: () => list.stop(),
  }
}
