import { encodeUnreadable } from '#lib/events/tracked-event.ts'
import { hideKeys } from '#lib/privacy/hide-keys.ts'
import { cutText } from '#lib/text/cut-text.ts'
import type { Unreadable } from '../delivered.ts'
import type { Privacy } from '../limits/open-privacy.ts'
import type { PendingAppend } from './pending-append.ts'

const BODY_LENGTH_MAX = 65_536

/** Adds a part that cannot be read, for a human to look at; false if PRIVACY_POLICY does not allow it. */
export type KeepUnreadable = (part: Unreadable, append: PendingAppend) => boolean

/** Creates the step that keeps unreadable parts, without keys and cut to 65,536 characters. */
export function createUnreadableKeeper(privacy: Privacy): KeepUnreadable {
  return function keepUnreadable(part, { call, entries, isPrivate }) {
    const allowed = privacy.ofUnreadable(part, isPrivate)
    if (allowed === undefined) return false
    const { receivedAt, protocol, source } = call
    const reason = hideKeys(allowed.reason)
    const body = cutText(hideKeys(allowed.body), BODY_LENGTH_MAX)
    entries.push(encodeUnreadable({ reason, body, receivedAt, protocol, source }))
    return true
  }
}
