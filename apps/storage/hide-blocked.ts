import type { Caller } from '#lib/auth/caller.ts'
import { askBlockedPeople } from '#lib/service-client/blocked-people.ts'
import type { Subject } from '#lib/subjects/subject.ts'
import type { StorageOptions } from './options.ts'

/** Removes the subjects of a page that the caller must not see. */
export type HideBlocked = (page: readonly Subject[], caller: Caller) => Promise<readonly Subject[]>

/**
 * Opens the filter that removes the subjects of people who blocked the caller or are blocked by the caller. The filter is a
 * convenience, not a secret: everybody can read the lists without signing in. When matching is unavailable, the page stays
 * unfiltered.
 */
export function openHideBlocked({ matching, log, metrics }: StorageOptions): HideBlocked {
  const unasked = metrics.counter(
    'push_storage_unfiltered_lists_total',
    'Lists answered without leaving out what is blocked, as matching could not be asked',
  )

  return async function hideBlocked(page, caller) {
    if (caller.role !== 'person') return page
    const { person } = caller
    const others = [...new Set(page.map(({ owner }) => owner))].filter((owner) => owner !== person)
    if (others.length === 0) return page
    try {
      const blocked = await askBlockedPeople(matching, { person, others })
      return page.filter(({ owner }) => !blocked.has(owner))
    } catch (error) {
      unasked.inc({})
      log.warn('list not filtered: cannot ask who blocked whom', { error })
      return page
    }
  }
}
