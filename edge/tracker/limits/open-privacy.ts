import type { TrackedEvent } from '#lib/events/tracked-event.ts'
import { openAnonymiser } from '#lib/privacy/anonymise.ts'
import { asksForPrivacy, isPrivate, type PrivacyPolicy } from '#lib/privacy/privacy-request.ts'
import type { Delivered, Unreadable } from '../delivered.ts'

/** Applies PRIVACY_POLICY to the data of senders who ask not to be tracked. */
export interface Privacy {
  /** True if a call asks not to be tracked. The policy then applies to all its events. */
  asks(delivered: Delivered): boolean
  /** The event as it may be kept; undefined if it must not be kept. The event may ask by itself, in its params. */
  ofEvent(event: TrackedEvent, isAsked: boolean): TrackedEvent | undefined
  /** The same for an unreadable part. Its whole text is replaced, because it may name anybody. */
  ofUnreadable(part: Unreadable, isAsked: boolean): Unreadable | undefined
}

// The reason is replaced too, because it may quote the text.
const WITHOUT_TEXT: Unreadable = {
  reason: 'it cannot be read, and its sender asks not to be tracked',
  body: '',
}

/** Opens a policy. */
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
      return policy === 'drop' ? undefined : WITHOUT_TEXT
    },
  }
}
