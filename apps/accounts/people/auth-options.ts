import type { BetterAuthOptions, BetterAuthPlugin } from 'better-auth'
import { bearer } from 'better-auth/plugins/bearer'
import { isOwnOrigin } from '#lib/http/own-origin.ts'
import { sessionCookiePrefix } from '#lib/auth/session-cookie.ts'
import { newId } from '#lib/ids/new-id.ts'
import { truncateIp } from '#lib/privacy/truncate-ip.ts'
import type { Logger } from '#lib/telemetry/logger.ts'
import { authLog } from './auth-log.ts'
import type { Passwords } from './counted-passwords.ts'
import { RATE_LIMITS } from './rate-limits.ts'
import { windowCountsPlugin } from './window-counts.ts'

/** The path of the endpoints of the sign-in library. */
export const AUTH_PATH = '/accounts/auth'

/** Header that passes the trusted address of the client to the library. */
export const CLIENT_IP_HEADER = 'x-client-ip'

/** Minimum number of characters of a password. */
export const PASSWORD_LENGTH_MIN = 10
/** Maximum number of characters of a password. */
export const PASSWORD_LENGTH_MAX = 128

const DAY_SECONDS = 86_400

/** The dependencies of the options. */
export interface AuthParts {
  readonly database: NonNullable<BetterAuthOptions['database']>
  readonly secret: string
  readonly publicOrigin: string
  readonly passwords: Passwords
  /** The endpoints for passwords that replace the library's. */
  readonly plugin: BetterAuthPlugin
  /** Called before the library deletes a session. */
  readonly onSessionEnd: (session: { readonly id: string; readonly userId: string }) => Promise<void>
  readonly log: Logger
}

/** The options of the sign-in library. */
export function authOptions(parts: AuthParts): BetterAuthOptions {
  const { database, secret, publicOrigin, passwords, plugin, onSessionEnd, log } = parts
  const isSecure = publicOrigin.startsWith('https:')

  return {
    baseURL: publicOrigin,
    basePath: AUTH_PATH,
    secret,
    database,
    telemetry: { enabled: false },
    logger: authLog(log),
    // Otherwise the library answers errors of the database itself, and we do not see them.
    onAPIError: { throw: true },
    trustedOrigins: (request) => {
      const origin = request?.headers.get('origin') ?? undefined
      return request !== undefined &&
        origin !== undefined &&
        isOwnOrigin(origin, request.headers, publicOrigin)
        ? [origin]
        : []
    },
    user: {
      additionalFields: {
        role: { type: 'string', required: true, defaultValue: 'person', input: false },
        // Of the last sign-in; for mails that nobody asked for at that moment.
        language: { type: 'string', required: false, input: false, returned: false },
      },
    },
    emailAndPassword: {
      enabled: true,
      autoSignIn: false,
      requireEmailVerification: true,
      minPasswordLength: PASSWORD_LENGTH_MIN,
      maxPasswordLength: PASSWORD_LENGTH_MAX,
      password: passwords,
    },
    session: { expiresIn: 30 * DAY_SECONDS, updateAge: DAY_SECONDS, freshAge: 0 },
    rateLimit: RATE_LIMITS,
    databaseHooks: {
      session: {
        create: {
          before: async (session) => ({
            data: { ...session, ipAddress: truncateIp(session.ipAddress ?? '') ?? '' },
          }),
        },
        delete: { before: onSessionEnd },
      },
    },
    advanced: {
      database: { generateId: () => newId() },
      ipAddress: { ipAddressHeaders: [CLIENT_IP_HEADER] },
      // Set it: in a test environment the library switches it off.
      disableOriginCheck: false,
      // The library lets us choose the prefix.
      useSecureCookies: false,
      cookiePrefix: sessionCookiePrefix(publicOrigin),
      defaultCookieAttributes: { secure: isSecure, httpOnly: true, sameSite: 'lax', path: '/' },
    },
    plugins: [bearer({ requireSignature: true }), windowCountsPlugin, plugin],
  }
}
