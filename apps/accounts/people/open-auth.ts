import { betterAuth } from 'better-auth'
import { z } from 'zod'
import type { KeyRing } from '#lib/auth/key-file.ts'
import type { PersonClaims, PersonRole } from '#lib/auth/tokens.ts'
import type { Mailer } from '#lib/mailer/mailer.ts'
import { openPeopleDatabase } from '#lib/store/open.ts'
import type { Opened } from '#lib/store/opened.ts'
import type { Logger } from '#lib/telemetry/logger.ts'
import type { Metrics } from '#lib/telemetry/metrics.ts'
import { openAccountRecords, type AccountRecords } from './account-records.ts'
import { redirectLibraryLog } from './auth-log.ts'
import { authOptions } from './auth-options.ts'
import { authSecret } from './auth-secret.ts'
import { countedPasswords } from './counted-passwords.ts'
import { openLockOut, type LockOut } from './lock-out.ts'
import { openMailLimit } from './mail-limit.ts'
import { openMailQueue, type MailQueue } from './mail-queue.ts'

/** Whom a session is of; with headers that keep its cookie from running out, for the answer. */
export interface SessionOwner extends PersonClaims {
  readonly headers: Headers
}

/** People: their passwords, their sessions, their roles. */
export interface Auth {
  /** Where people reach the front end. */
  readonly publicOrigin: string
  readonly lockOut: LockOut
  readonly accounts: AccountRecords
  readonly mails: Pick<MailQueue, 'post'>
  /** Hands a request to the sign-in library. */
  handle(request: Request): Promise<Response>
  /** Whose session the headers show, in a cookie or as a bearer. */
  sessionOf(headers: Headers): Promise<SessionOwner | undefined>
  /** Gives somebody a role; false when nobody has this address. */
  giveRole(email: string, role: PersonRole): Promise<boolean>
}

/** What people are kept with. */
export interface AuthSetup {
  readonly storeUrl: string
  readonly publicUrl: string
  readonly keys: KeyRing
  /** What sessions are signed with; empty derives it from the keys. */
  readonly secret: string
  readonly mailer: Mailer
  readonly log: Logger
  readonly metrics: Metrics
}

const userSchema = z.object({ id: z.string(), role: z.enum(['person', 'operate', 'admin']) })

/**
 * Opens people in the store a URL names.
 *
 * @throws {StartError} when the store cannot be used.
 */
export async function openAuth(setup: AuthSetup): Promise<Opened<Auth>> {
  const { storeUrl, publicUrl, keys, secret, mailer, log, metrics } = setup
  const people = await openPeopleDatabase(storeUrl)
  const limit = { admit: (email: string) => people.use(() => mailLimit.admit(email)) }
  const mails = openMailQueue({ mailer, limit, log, metrics })
  const publicOrigin = new URL(publicUrl).origin
  const passwords = countedPasswords(metrics)
  const options = authOptions({
    database: people.database,
    secret: secret === '' ? await authSecret(keys) : secret,
    publicOrigin,
    mails,
    passwords,
    log,
    onReset,
  })
  redirectLibraryLog(log)
  try {
    await people.migrate(options)
  } catch (error) {
    await people.close()
    throw error
  }
  const auth = betterAuth(options)
  const { adapter, internalAdapter } = await auth.$context
  const lockOut = openLockOut(adapter)
  const mailLimit = openMailLimit(adapter)
  const accounts = openAccountRecords(internalAdapter, passwords)

  /** Who could follow the link reads the mail of this address: that confirms it, and ends a lock-out. */
  async function onReset({ id, email }: { readonly id: string; readonly email: string }): Promise<void> {
    await adapter.update({
      model: 'user',
      where: [{ field: 'id', value: id }],
      update: { emailVerified: true },
    })
    await lockOut.clear(email)
  }

  return {
    publicOrigin,
    mails,
    lockOut: {
      admit: (email) => people.use(() => lockOut.admit(email)),
      clear: (email) => people.use(() => lockOut.clear(email)),
    },
    accounts: {
      find: (person) => people.use(() => accounts.find(person)),
      sessionsOf: (person) => people.use(() => accounts.sessionsOf(person)),
      isPassword: (person, password) => people.use(() => accounts.isPassword(person, password)),
      remove: (person) => people.use(() => accounts.remove(person)),
    },
    handle: (request) => people.use(() => auth.handler(request)),
    async sessionOf(headers) {
      const found = await people.use(() => auth.api.getSession({ headers, returnHeaders: true }))
      if (found.response === null) return undefined
      const { id, role } = userSchema.parse(found.response.user)
      return { person: id, role, headers: found.headers }
    },
    async giveRole(email, role) {
      const changed = await people.use(() =>
        adapter.update({
          model: 'user',
          where: [{ field: 'email', value: email.toLowerCase() }],
          update: { role },
        }),
      )
      return changed !== null
    },
    async close() {
      await mails.settle()
      await people.close()
    },
  }
}
