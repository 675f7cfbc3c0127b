import { hasControl } from '#lib/events/has-control.ts'
import { isBlank } from '#lib/text/is-blank.ts'

/** Maximum length of a device id in characters. */
export const DEVICE_ID_LENGTH_MAX = 200

/** What a device id must be, as the end of an error message. */
export const DEVICE_ID_RULE = `must be text of 1 to ${DEVICE_ID_LENGTH_MAX} characters that identifies one device: at least one visible character, no control characters, no placeholder such as "undefined"`

// Broken clients send these texts instead of an id. If they were accepted, many phones would share one device.
const NOT_IDS: ReadonlySet<string> = new Set([
  // Relative path segments: no URL path can contain such an id.
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
 * True for a text that can identify one device: 1–200 characters, no control characters, no lone surrogates, at least one visible
 * character, and not a placeholder that broken clients send.
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
    // In UTF-8, every lone surrogate becomes the same replacement character, so different ids would become equal.
    text.isWellFormed()
  )
}
