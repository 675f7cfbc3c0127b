import { hasControl } from '#lib/events/has-control.ts'
import { isBlank } from '#lib/text/is-blank.ts'

/** Longest device id in characters. */
export const DEVICE_ID_LENGTH_MAX = 200

// What broken clients send instead of an id; taken as one, strangers would share a device.
const NOT_IDS: ReadonlySet<string> = new Set([
  // Steps of a path: no call could name such a device.
  '.',
  '..',
  '0',
  '-1',
  'null',
  'nil',
  'none',
  'undefined',
  'nan',
  'unknown',
  'anonymous',
  'guest',
  'true',
  'false',
  'distinct_id',
  'distinctid',
  'device',
  'deviceid',
  'device_id',
  'id',
  '[object object]',
  '00000000-0000-0000-0000-000000000000',
])

/**
 * True for text that can name one device: 1–200 characters, none of them a control character or half a
 * character of UTF-16, at least one of them drawn, and not a word that broken clients send in its place.
 *
 * @example
 * ```ts
 * isDeviceId('phone-1') // => true
 * isDeviceId('undefined') // => false
 * ```
 */
export function isDeviceId(text: string): boolean {
  return (
    text.length <= DEVICE_ID_LENGTH_MAX &&
    !isBlank(text) &&
    !NOT_IDS.has(text.trim().toLowerCase()) &&
    !hasControl(text) &&
    // Half a character is another one as soon as it is written down, and the same as every other half.
    text.isWellFormed()
  )
}
