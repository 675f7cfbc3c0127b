import { isDeviceId } from '#lib/events/device-id.ts'

// Replaces bytes that are not UTF-8. Two different names with such bytes may look the same.
const LOST_LETTER = '\u{FFFD}'

/**
 * The device that a phone names; if it names none, the device of its key. `readEvent()` refuses any other value.
 *
 * @example
 * ```ts
 * namedDevice('phone-1', 'phone-2') // => 'phone-1'
 * namedDevice('', 'phone-2') // => 'phone-2'
 * namedDevice('null', undefined) // => 'null'
 * ```
 */
export function namedDevice(named: unknown, ofKey: string | undefined): unknown {
  const text = typeof named === 'number' ? String(named) : named
  const isExact = typeof text === 'string' && !text.includes(LOST_LETTER)
  if (isExact && isDeviceId(text)) return text
  if (ofKey !== undefined) return ofKey
  return isExact || typeof text === 'object' ? text : undefined
}
