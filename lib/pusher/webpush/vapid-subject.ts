import { StartError } from '#lib/errors/start-error.ts'
import { isLoopbackHost } from '#lib/http/loopback.ts'

/**
 * The address of the operator for push services (RFC 8292): the setting, or else the address of the front end. On this machine only, it may be
 * an address that nobody reaches.
 *
 * @throws {StartError} when the platform is on a network and there is no real address.
 *
 * @example
 * ```ts
 * vapidSubject('mailto:ops@push.example', 'http://10.0.0.1') // => 'mailto:ops@push.example'
 * vapidSubject('', 'https://push.example/') // => 'https://push.example/'
 * vapidSubject('', 'http://127.0.0.1:5123') // => 'mailto:operator@localhost'
 * ```
 */
export function vapidSubject(setting: string, publicUrl: string): string {
  if (isReal(setting)) return setting
  const isHere = isLoopbackHost(new URL(publicUrl).host)
  if (setting === '' && isHere) return 'mailto:operator@localhost'
  if (setting === '' && isReal(publicUrl)) return publicUrl
  throw new StartError(
    setting === ''
      ? 'Cannot open push channel "webpush": push services need an address of the operator'
      : `Cannot open push channel "webpush": "${setting}" is not the address of an operator`,
    'Set VAPID_SUBJECT to mailto:<your address> or to an https URL, or PUBLIC_URL to an https URL.',
  )
}

function isReal(subject: string): boolean {
  const [, domain] = /^mailto:[^\s@<>]{1,64}@([^\s@<>]{1,255})$/u.exec(subject) ?? []
  if (domain !== undefined) return domain.includes('.') && !isLoopbackHost(domain)
  if (!subject.startsWith('https://') || !URL.canParse(subject)) return false
  const { host } = new URL(subject)
  return host.includes('.') && !isLoopbackHost(host)
}
