import type { TrackedEvent } from '#lib/events/tracked-event.ts'
import { openAnonymiser } from '#lib/privacy/anonymise.ts'
import { asksForPrivacy, isPrivate, type PrivacyPolicy } from '#lib/privacy/privacy-request.ts'
import type { Delivered, Unreadable } from '../delivered.ts'

/** Does what PRIVACY_POLICY says with what comes from those who ask not to be tracked. */
export interface Privacy {
  /** True where the policy has a say in all that a call brought. */
  asks(delivered: Delivered): boolean
  /** An event as it may be kept; undefined where it may not. It may ask by itself, whatever its call does. */
  ofEvent(event: TrackedEvent, isAsked: boolean): TrackedEvent | undefined
  /** Likewise for what nobody can read, which may ask by itself as well: whom it names, nobody knows. */
  ofUnreadable(part: Unreadable, isAsked: boolean): Unreadable | undefined
}

// Its own reason may quote it.
const UNREADABLE_OF_NOBODY: Unreadable = {
  reason: 'it cannot be read, and its sender asks not to be tracked',
  body: '',
}

/** Opens what a policy does. */
export function openPrivacy(policy: PrivacyPolicy): Privacy {
  if (policy === 'off') {
    return { asks: () => false, ofEvent: (event) => event, ofUnreadable: (part) => part }
  }
  const anonymise = openAnonymiser()
  return {
    asks: ({ request, phone }) => asksForPrivacy(request) || phone?.isPrivate === true,
    ofEvent(event, isAsked) {
      if (!isAsked && !isPrivate(event.params)) return event
      return policy === 'drop' ? undefined : anonymise(event)
    },
    ofUnreadable(part, isAsked) {
      if (!isAsked && part.isPrivate !== true) return part
      return policy === 'drop' ? undefined : UNREADABLE_OF_NOBODY
    },
  }
}
