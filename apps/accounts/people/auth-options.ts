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

/** Where the endpoints of the sign-in library are. */
export const AUTH_PATH = '/accounts/auth'

/** Header in which the library is told the address of the client, as far as it can be believed. */
export const CLIENT_IP_HEADER = 'x-client-ip'

/** Characters a password has at least. */
export const PASSWORD_LENGTH_MIN = 10
/** Characters a password has at most. */
export const PASSWORD_LENGTH_MAX = 128

const DAY_SECONDS = 86_400

/** What the options depend on. */
export interface AuthParts {
  readonly database: NonNullable<BetterAuthOptions['database']>
  readonly secret: string
  readonly publicOrigin: string
  readonly passwords: Passwords
  /** The endpoints for passwords, in the place of the library's. */
  readonly plugin: BetterAuthPlugin
  /** Called before the library takes a session away. */
  readonly onSessionEnd: (session: { readonly id: string; readonly userId: string }) => Promise<void>
  readonly log: Logger
}

/** How we use the sign-in library. */
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
    // Else what the database throws would be answered without our seeing it.
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
      additionalFields: { role: { type: 'string', required: true, defaultValue: 'person', input: false } },
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
      // Off by itself where the environment says it is a test.
      disableOriginCheck: false,
      // The prefix is ours to choose.
      useSecureCookies: false,
      cookiePrefix: sessionCookiePrefix(publicOrigin),
      defaultCookieAttributes: { secure: isSecure, httpOnly: true, sameSite: 'lax', path: '/' },
    },
    plugins: [bearer({ requireSignature: true }), windowCountsPlugin, plugin],
  }
}
