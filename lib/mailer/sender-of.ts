import { isAddress } from '#lib/mailer/is-address.ts'
import { hasControl } from '#lib/events/has-control.ts'
import { StartError } from '#lib/errors/start-error.ts'

/** The sender of a mail. */
export interface Sender {
  readonly name: string
  readonly address: string
}

/**
 * Parses `name@host` or `Name <name@host>`.
 *
 * @throws {StartError} when it is neither.
 * @example
 * ```ts
 * senderOf('Pushtech <no-reply@localhost>') // => { name: 'Pushtech', address: 'no-reply@localhost' }
 * senderOf('no-reply@localhost') // => { name: '', address: 'no-reply@localhost' }
 * ```
 */
export function senderOf(from: string): Sender {
  const [, name = '', address = ''] = /^(?:([^<>]*)<)?([^<>]+?)>?$/u.exec(from.trim()) ?? []
  const isPaired = from.includes('<') === from.includes('>')
  if (isPaired && isAddress(address) && !hasControl(name)) return { name: name.trim(), address }
  throw new StartError(
    'Cannot open mailer: the sender is not a mail address',
    'Set MAIL_FROM to an address, or to a name and an address in <>, such as Pushtech <no-reply@localhost>.',
  )
}
