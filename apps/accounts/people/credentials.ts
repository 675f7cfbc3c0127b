import { createHash } from 'node:crypto'
import type { DBAdapter, DBTransactionAdapter } from 'better-auth'
import { takeSignUp, type SignUp } from './sign-ups.ts'

/** A person's password, as the sign-in library keeps it. */
export interface Credential {
  readonly person: string
  readonly email: string
  readonly isConfirmed: boolean
  /** The hash of the password. */
  readonly hash: string
}

/** Whose password is which, and the steps that change one: each happens whole, or not at all. */
export interface Credentials {
  ofEmail(email: string): Promise<Credential | undefined>
  ofPerson(person: string): Promise<Credential | undefined>
  /** Makes a person of a sign-up, whose address is confirmed now, with its own password or another; undefined when it is gone. */
  confirm(signUp: string, hash?: string): Promise<SignUp | undefined>
  /**
   * Puts another password in the place of the one that a credential shows, and ends all sessions where that is asked for;
   * false when the password is another already. Who could do so by a link reads the mail of the address: it is confirmed.
   */
  replace(credential: Credential, hash: string, how: { readonly endSessions: boolean }): Promise<boolean>
}

const PASSWORD_PROVIDER = 'credential'

interface UserRow {
  readonly id: string
  readonly email: string
  readonly emailVerified: boolean
}

interface AccountRow {
  readonly password?: string | null
}

/** Opens the passwords on the database of the sign-in library. */
export function openCredentials(adapter: DBAdapter): Credentials {
  async function credentialOf(user: UserRow | null): Promise<Credential | undefined> {
    if (user === null) return undefined
    const { id: person, email, emailVerified: isConfirmed } = user
    const account = await adapter.findOne<AccountRow>({ model: 'account', where: accountOf(person) })
    return typeof account?.password === 'string'
      ? { person, email, isConfirmed, hash: account.password }
      : undefined
  }

  async function userBy(field: 'id' | 'email', value: string): Promise<UserRow | null> {
    return adapter.findOne<UserRow>({ model: 'user', where: [{ field, value }] })
  }

  return {
    ofEmail: async (email) => credentialOf(await userBy('email', email.toLowerCase())),
    ofPerson: async (person) => credentialOf(await userBy('id', person)),
    confirm: (signUp, hash) =>
      adapter.transaction(async (transaction) => {
        const taken = await takeSignUp(transaction, signUp)
        return taken !== undefined && (await addPerson(transaction, taken, hash ?? taken.password))
          ? taken
          : undefined
      }),
    async replace(credential, hash, { endSessions }) {
      const { person } = credential
      const isReplaced = await adapter.transaction(async (transaction) => {
        const replaced = await transaction.update({
          model: 'account',
          // What is not as it was seen matches nothing: of several at once one replaces it.
          where: [...accountOf(person), { field: 'password', value: credential.hash }],
          update: { password: hash, updatedAt: new Date() },
        })
        if (replaced === null) return false
        if (!credential.isConfirmed) {
          const where = [{ field: 'id', value: person }]
          await transaction.update({ model: 'user', where, update: { emailVerified: true } })
        }
        if (endSessions) await transaction.deleteMany({ model: 'session', where: sessionsOf(person) })
        return true
      })
      // A sign-in by the old password may have written its session beside the transaction; those to come see the new one.
      if (isReplaced && endSessions) {
        const before = { field: 'createdAt', operator: 'lte', value: new Date() } as const
        await adapter.deleteMany({ model: 'session', where: [...sessionsOf(person), before] })
      }
      return isReplaced
    },
  }
}

function sessionsOf(person: string) {
  return [{ field: 'userId', value: person }]
}

/** True when a person was made; false when the address has one. */
async function addPerson(
  transaction: DBTransactionAdapter,
  { email, name }: SignUp,
  password: string,
): Promise<boolean> {
  const where = [{ field: 'email', value: email }]
  const known = await transaction.findOne<UserRow>({ model: 'user', where })
  if (known?.emailVerified === true) return false
  // Earlier versions made a person of everybody who signed up.
  if (known !== null) await removePerson(transaction, known.id)
  const dates = { createdAt: new Date(), updatedAt: new Date() }
  const { id } = await transaction.create<Record<string, unknown>, UserRow>({
    model: 'user',
    data: { email, name, emailVerified: true, role: 'person', ...dates },
  })
  await transaction.create({
    model: 'account',
    data: { userId: id, providerId: PASSWORD_PROVIDER, accountId: id, password, ...dates },
  })
  return true
}

async function removePerson(transaction: DBTransactionAdapter, person: string): Promise<void> {
  for (const model of ['session', 'account'])
    await transaction.deleteMany({ model, where: [{ field: 'userId', value: person }] })
  await transaction.deleteMany({ model: 'user', where: [{ field: 'id', value: person }] })
}

function accountOf(person: string) {
  return [
    { field: 'userId', value: person },
    { field: 'providerId', value: PASSWORD_PROVIDER },
  ]
}

/**
 * A word for how a password is now: it is another one once the password changes, or the address is confirmed.
 *
 * @example
 * ```ts
 * const ada = { person: 'ada', email: 'ada@example.org', isConfirmed: false, hash: 'x' }
 * stateOf(ada) === stateOf({ ...ada, isConfirmed: true }) // => false
 * ```
 */
export function stateOf({ hash, isConfirmed }: Credential): string {
  return createHash('sha256').update(`${isConfirmed} ${hash}`).digest('base64url')
}
