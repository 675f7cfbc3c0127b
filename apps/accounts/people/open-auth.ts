import { betterAuth } from 'better-auth'
import { z } from 'zod'
import type { KeyRing } from '#lib/auth/key-file.ts'
import type { PersonClaims, PersonRole } from '#lib/auth/tokens.ts'
import type { Mailer } from '#lib/mailer/mailer.ts'
import type { EndingStore } from '#lib/store/endings.ts'
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
import { openSignInCodes, type SignInCodes } from './sign-in-codes.ts'
import { passwordPlugin } from './password-plugin.ts'
import { openSessionEnder, type SessionEnder } from './session-ender.ts'

/** The owner of a session, and headers for the answer that renew its cookie. */
export interface SessionOwner extends Required<PersonClaims> {
  readonly headers: Headers
}

/** People: their passwords, their sessions, their roles. */
export interface Auth {
  /** The origin of the front end. */
  readonly publicOrigin: string
  readonly lockOut: LockOut
  readonly accounts: AccountRecords
  readonly codes: Pick<SignInCodes, 'use'>
  readonly ender: SessionEnder
  readonly mails: Pick<MailQueue, 'add'>
  /** Passes a request to the sign-in library. */
  handle(request: Request): Promise<Response>
  /** The owner of the session in the headers, which is a cookie or a bearer. */
  sessionOf(headers: Headers): Promise<SessionOwner | undefined>
  /** Sets the role of a person; false when the address is unknown. */
  giveRole(email: string, role: PersonRole): Promise<boolean>
}

/** The dependencies of `Auth`. */
export interface AuthSetup {
  readonly storeUrl: string
  readonly publicUrl: string
  readonly keys: KeyRing
  /** The secret that signs sessions; if empty, it is derived from the keys. */
  readonly secret: string
  readonly mailer: Mailer
  /** The sessions that ended. */
  readonly endings: EndingStore
  readonly log: Logger
  readonly metrics: Metrics
}

const foundSchema = z.object({
  user: z.object({ id: z.string(), role: z.enum(['person', 'operate', 'admin']) }),
  session: z.object({ id: z.string() }),
})

/**
 * Opens the sign-in library on the store at a URL.
 *
 * @throws {StartError} when the store cannot be used.
 */
export async function openAuth(setup: AuthSetup): Promise<Opened<Auth>> {
  const { storeUrl, publicUrl, keys, secret, mailer, endings, log, metrics } = setup
  const people = await openPeopleDatabase(storeUrl)
  const limit = { admit: (email: string) => people.use(() => mailLimit.admit(email)) }
  const mails = openMailQueue({ mailer, limit, log, metrics })
  const publicOrigin = new URL(publicUrl).origin
  const passwords = countedPasswords(metrics)
  const ender = openSessionEnder(endings, log)
  const options = authOptions({
    database: people.database,
    secret: secret === '' ? await authSecret(keys) : secret,
    publicOrigin,
    passwords,
    plugin: passwordPlugin({ keys, publicOrigin, mails, passwords, ender }),
    onSessionEnd: ({ id, userId }) => ender.one(userId, id),
    log,
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
  const codes = openSignInCodes(adapter)
  const accounts = openAccountRecords({ adapter, internalAdapter }, passwords)

  return {
    publicOrigin,
    ender,
    mails,
    lockOut: {
      admit: (email) => people.use(() => lockOut.admit(email)),
      clear: (email) => people.use(() => lockOut.clear(email)),
    },
    codes: { use: (given) => people.use(() => codes.use(given)) },
    accounts: {
      find: (person) => people.use(() => accounts.find(person)),
      addressesOf: (those) => people.use(() => accounts.addressesOf(those)),
      sessionsOf: (person) => people.use(() => accounts.sessionsOf(person)),
      isPassword: (person, password) => people.use(() => accounts.isPassword(person, password)),
      remove: (person) => people.use(() => accounts.remove(person)),
    },
    handle: (request) => people.use(() => auth.handler(request)),
    async sessionOf(headers) {
      // Read the cursor first: a session that ends during this call is then listed after it.
      const sequence = await endings.last()
      const found = await people.use(() => auth.api.getSession({ headers, returnHeaders: true }))
      if (found.response === null) return undefined
      const { user, session } = foundSchema.parse(found.response)
      return {
        person: user.id,
        role: user.role,
        session: { id: session.id, sequence },
        headers: found.headers,
      }
    },
    async giveRole(email, role) {
      const where = [
        { field: 'email', value: email.toLowerCase() },
        // An unconfirmed address is not a person yet.
        { field: 'emailVerified', value: true },
      ]
      const user = await people.use(() => adapter.findOne<{ id: string }>({ model: 'user', where }))
      if (user === null) return false
      const give = () => people.use(() => adapter.update({ model: 'user', where, update: { role } }))
      return (await ender.all(user.id, give)) !== null
    },
    async close() {
      await mails.settle()
      await people.close()
    },
  }
}
