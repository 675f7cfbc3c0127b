import type { Caller } from '#lib/auth/caller.ts'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { askRings, type Rings } from '#lib/service-client/ask-rings.ts'
import type { StorageOptions } from './options.ts'

/** The dependencies of the question. */
export type RingPorts = Pick<StorageOptions, 'notifications'>

/** How a person who writes for themselves is told of matches; undefined for other callers, and when notifications does not answer. */
export async function ringsOf({ notifications }: RingPorts, caller: Caller): Promise<Rings | undefined> {
  if (caller.role !== 'person') return undefined
  try {
    return await askRings(notifications, caller.person)
  } catch (error) {
    if (error instanceof UnavailableError) return undefined
    throw error
  }
}
