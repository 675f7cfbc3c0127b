import { isDeviceId } from '#lib/events/device-id.ts'
import type { QueryFields } from '#lib/http/read-query.ts'

/** Who sent a call of OwnTracks. */
export interface OwntracksSender {
  readonly device: string | undefined
  /** Who uses the device, if the call names both. */
  readonly user: string | undefined
}

/** The parts of a call that name its sender. */
export interface OwntracksCall {
  readonly headers: Headers
  readonly query: QueryFields
  /** The user name of its login. */
  readonly login: string | undefined
  /** The device of its key. */
  readonly ofKey: string | undefined
}

// The iPhone app sends this if its owner entered no user.
const PLACEHOLDER = 'user'

// Replaces bytes that are not UTF-8.
const LOST_LETTER = '\u{FFFD}'

/**
 * The sender of a call of OwnTracks (https://owntracks.org/booklet/tech/http/). The device is the user name of the login, as our
 * instructions say; without it `X-Limit-D` or `?d=`, else `X-Limit-U` or `?u=`. The name that belongs to the device key takes
 * precedence, because some people enter their own name as the user.
 */
export function senderOf({ headers, query, login, ofKey }: OwntracksCall): OwntracksSender {
  const device = textOfHeader(headers.get('x-limit-d')) ?? query['d']
  const limitedUser = textOfHeader(headers.get('x-limit-u')) ?? query['u']
  const user = limitedUser === PLACEHOLDER ? undefined : limitedUser
  const names = [login, device, user].filter(isName)
  const named = names.find((name) => name === ofKey) ?? names[0]
  const userName = [user, login].filter(isName).find((name) => name !== named)
  return { device: named, user: userName }
}

/** Decodes a header as UTF-8. The runtime reads headers as Latin-1, but apps almost always write UTF-8. */
function textOfHeader(header: string | null): string | undefined {
  if (header === null) return undefined
  const text = Buffer.from(header, 'latin1').toString()
  return text.includes(LOST_LETTER) ? header : text
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && isDeviceId(value)
}
