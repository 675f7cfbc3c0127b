import type { Caller } from '#lib/auth/caller.ts'
import { askBlockedPeople } from '#lib/service-client/blocked-people.ts'
import type { Subject } from '#lib/subjects/subject.ts'
import type { StorageOptions } from './options.ts'

/** Leaves out of a page what a caller is not shown. */
export type HideBlocked = (page: readonly Subject[], caller: Caller) => Promise<readonly Subject[]>

/**
 * Gives what hides the searches and offers of people who blocked a person or are blocked by them. That is a comfort and no
 * secret, as everybody reads these lists without a name too: while matching cannot be asked, the page stays whole.
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
