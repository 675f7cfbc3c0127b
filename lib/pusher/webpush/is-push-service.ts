/** The push services of Chrome, Firefox, Safari and Edge; a dot at the front stands for all names below. */
const PUSH_SERVICES = [
  'fcm.googleapis.com',
  '.push.services.mozilla.com',
  '.push.apple.com',
  '.notify.windows.com',
]

/**
 * True for an address of a push service of a known browser, or of a trusted origin.
 *
 * @example
 * ```ts
 * isPushService(new URL('https://fcm.googleapis.com/fcm/send/a'), new Set()) // => true
 * isPushService(new URL('https://web.push.apple.com.evil.example/a'), new Set()) // => false
 * ```
 */
export function isPushService({ origin, protocol, host }: URL, trusted: ReadonlySet<string>): boolean {
  if (trusted.has(origin)) return true
  // `host` has the port, unless it is 443.
  return (
    protocol === 'https:' &&
    PUSH_SERVICES.some((name) => (name.startsWith('.') ? host.endsWith(name) : host === name))
  )
}
