import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { erasedSchema } from '#lib/service-client/erased.ts'
import { followList, type FollowOptions } from '#lib/service-client/follow-list.ts'

/** The people whose accounts were deleted, as far as a station knows. */
export interface ErasedPeople {
  /** True while copies of what a person sent may be about, though their account is gone. */
  isErased(person: string): boolean
  /**
   * For those who act upon old copies.
   *
   * @throws {UnavailableError} while the list was never read: nobody knows then who is on it.
   */
  assertKnown(): void
  /** Asks accounts no more. */
  stop(): Promise<void>
}

/** Who follows the list, and how often it asks. */
export type ErasedFollowing = Pick<
  FollowOptions<never>,
  'service' | 'refreshMs' | 'station' | 'log' | 'metrics'
>

/** Follows the list of erased people that apps/accounts keeps; `service` is accounts. */
export async function followErased(following: ErasedFollowing): Promise<ErasedPeople> {
  const endOf = new Map<string, number>()
  const list = await followList({
    ...following,
    path: '/accounts/erased',
    page: erasedSchema,
    apply({ person, copies_until: until }) {
      const now = Date.now()
      for (const [each, end] of endOf) {
        // They come in the order of their end, so the first that is not over is followed by none that is.
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
      if (!list.isRead()) throw new UnavailableError('Cannot tell who was erased: accounts never said')
    },
    stop: () => list.stop(),
  }
}
