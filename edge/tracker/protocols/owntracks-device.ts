import { isDeviceId } from '#lib/events/device-id.ts'
import type { QueryFields } from '#lib/http/read-query.ts'

/** Who a call of OwnTracks is from. */
export interface OwntracksSender {
  readonly device: string | undefined
  /** Who uses the device, where the call says both. */
  readonly user: string | undefined
}

/** What a call says of its sender. */
export interface OwntracksCall {
  readonly headers: Headers
  readonly query: QueryFields
  /** The user name of its login. */
  readonly login: string | undefined
  /** The device that its key is of. */
  readonly ofKey: string | undefined
}

// What the app on the iPhone says where its owner entered nothing.
const PLACEHOLDER = 'user'

// In the place of what is no UTF-8.
const LOST_LETTER = '\u{FFFD}'

/**
 * Who a call of OwnTracks is from (https://owntracks.org/booklet/tech/http/). Its login names the device, as we ask people to enter it;
 * without one the device is `X-Limit-D` or `?d=`, or else `X-Limit-U` or `?u=`. Whichever of them the device key is of comes first:
 * some enter their own name as the user.
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

/** Headers come as Latin-1, whatever the app wrote; a name with letters beyond ASCII is written in UTF-8 nearly always. */
function textOfHeader(header: string | null): string | undefined {
  if (header === null) return undefined
  const text = Buffer.from(header, 'latin1').toString()
  return text.includes(LOST_LETTER) ? header : text
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && isDeviceId(value)
}
