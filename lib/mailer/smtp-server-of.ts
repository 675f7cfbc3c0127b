import { StartError } from '#lib/errors/start-error.ts'
import { isLoopbackHost } from '#lib/http/loopback.ts'

/** The address and the credentials of a mail server. */
export interface SmtpServer {
  readonly host: string
  readonly port: number
  /** True if the connection starts with TLS, without STARTTLS. */
  readonly isTls: boolean
  /** True if the server is on this machine, so that nobody can read the connection. */
  readonly isLoopback: boolean
  readonly user: string
  readonly password: string
}

const SUBMISSION_PORT = 587
const SUBMISSION_TLS_PORT = 465

/**
 * Parses `smtp://<user>:<password>@<host>:<port>`, or the same with `smtps:`. Reserved characters in user and password are
 * percent-encoded. The default port is 587, or 465 for `smtps:`.
 *
 * @throws {StartError} when the URL is invalid; the message does not quote it, because it may contain a password.
 * @example
 * ```ts
 * smtpServerOf('smtps://mila:p%40ss@mail.example.org').password // => 'p@ss'
 * smtpServerOf('smtps://mail.example.org').port // => 465
 * smtpServerOf('smtp://[::1]:25').isLoopback // => true
 * ```
 */
export function smtpServerOf(url: string): SmtpServer {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  if (parsed === undefined || parsed.hostname === '') throw wrongUrl('MAIL_URL contains no host')
  if (/^.[^/]|[?#]/u.test(parsed.pathname + parsed.search + parsed.hash)) {
    throw wrongUrl('MAIL_URL contains a path, query or fragment')
  }
  const host = parsed.hostname.replace(/^\[|\]$/gu, '').toLowerCase()
  const isTls = parsed.protocol === 'smtps:'
  const [user, password] = [decode(parsed.username), decode(parsed.password)]
  if ((user === '') !== (password === ''))
    throw wrongUrl('MAIL_URL must contain both a user and a password, or neither')
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
    throw wrongUrl('a % in the user or the password must be written as %25')
  }
}

function wrongUrl(reason: string): StartError {
  return new StartError(
    `Cannot open mailer: ${reason}`,
    'Set MAIL_URL to smtp://<user>:<password>@<host>:<port>, or the same with smtps:; write @ as %40, / as %2F, : as %3A.',
  )
}
