import { StartError } from '#lib/errors/start-error.ts'
import { isLoopbackHost } from '#lib/http/loopback.ts'

/** A mail server, and how to talk to it. */
export interface SmtpServer {
  readonly host: string
  readonly port: number
  /** Whether TLS comes first, without STARTTLS. */
  readonly isTls: boolean
  /** Whether it is this machine, to which no wire leads that others could read. */
  readonly isLoopback: boolean
  readonly user: string
  readonly password: string
}

const SUBMISSION_PORT = 587
const SUBMISSION_TLS_PORT = 465

/**
 * Reads `smtp://<user>:<password>@<host>:<port>`, or `smtps:` likewise; a user and a password of reserved characters are
 * percent-encoded, the port is 587 and 465 where none is named.
 *
 * @throws {StartError} when it is no such URL; the message does not quote it, for it may hold a password.
 * @example
 * ```ts
 * smtpServerOf('smtps://mila:p%40ss@mail.example.org').password // => 'p@ss'
 * smtpServerOf('smtps://mail.example.org').port // => 465
 * smtpServerOf('smtp://[::1]:25').isLoopback // => true
 * ```
 */
export function smtpServerOf(url: string): SmtpServer {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  if (parsed === undefined || parsed.hostname === '') throw wrongUrl('it names no host')
  if (/^.[^/]|[?#]/u.test(parsed.pathname + parsed.search + parsed.hash)) {
    throw wrongUrl('something follows the host and port')
  }
  const host = parsed.hostname.replace(/^\[|\]$/gu, '').toLowerCase()
  const isTls = parsed.protocol === 'smtps:'
  const [user, password] = [decode(parsed.username), decode(parsed.password)]
  if ((user === '') !== (password === '')) throw wrongUrl('a user and a password come together')
  return {
    host,
    port: parsed.port === '' ? (isTls ? SUBMISSION_TLS_PORT : SUBMISSION_PORT) : Number(parsed.port),
    isTls,
    isLoopback: isLoopbackHost(parsed.host),
    user,
    password,
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw wrongUrl('a % in the user or the password must be written %25')
  }
}

function wrongUrl(reason: string): StartError {
  return new StartError(
    `Cannot open mailer: ${reason}`,
    'Set MAIL_URL to smtp://<user>:<password>@<host>:<port>, or smtps: likewise; write @ as %40, / as %2F, : as %3A.',
  )
}
