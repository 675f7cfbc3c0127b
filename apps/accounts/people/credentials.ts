import { createHash, randomBytes } from 'node:crypto'
import type { DBAdapter, DBTransactionAdapter } from 'better-auth'
import { takeSignUp, type SignUp } from './sign-ups.ts'

/** A person's password, as the sign-in library stores it. */
export interface Credential {
  readonly person: string
  readonly email: string
  readonly isConfirmed: boolean
  /** The hash of the password. */
  readonly hash: string
}

/** The passwords of people, and the steps that change them; each step is atomic. */
export interface Credentials {
  ofEmail(email: string): Promise<Credential | undefined>
  ofPerson(person: string): Promise<Credential | undefined>
  /** Creates a person from a confirmed sign-up, with its password or another; undefined when the sign-up no longer exists. */
  confirm(signUp: string, hash?: string): Promise<SignUp | undefined>
  /**
   * Gives the person with an address that was just proven; without one, creates a person who has no password. Such a person can
   * set one as if it were forgotten.
   */
  ofProven(email: string): Promise<string>
  /**
   * Replaces the password that a credential shows, and ends all sessions on request; false when the password has changed
   * meanwhile. A reset by a link also confirms the address, because the person can read its mail.
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
    async ofProven(email) {
      const signUp = { email: email.toLowerCase(), name: '' }
      const give = () =>
        adapter.transaction(async (transaction) => {
          const known = await personWith(transaction, signUp.email)
          return known ?? (await createPerson(transaction, signUp, noPassword()))
        })
      // If a concurrent call created the person, the second try finds it.
      return give().catch(give)
    },
    async replace(credential, hash, { endSessions }) {
      const { person } = credential
      const isReplaced = await adapter.transaction(async (transaction) => {
        const replaced = await transaction.update({
          model: 'account',
          // Compare and set: of several concurrent changes only one succeeds.
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
      // A concurrent sign-in with the old password may have written a session outside the transaction; later ones see the new password.
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

/** True when a person was created; false when the address already has one. */
async function addPerson(
  transaction: DBTransactionAdapter,
  signUp: SignUp,
  password: string,
): Promise<boolean> {
  if ((await personWith(transaction, signUp.email)) !== undefined) return false
  await createPerson(transaction, signUp, password)
  return true
}

/** The person with a confirmed address. Removes a person whose address is not confirmed. */
async function personWith(transaction: DBTransactionAdapter, email: string): Promise<string | undefined> {
  const known = await transaction.findOne<UserRow>({
    model: 'user',
    where: [{ field: 'email', value: email }],
  })
  if (known?.emailVerified === true) return known.id
  // Earlier versions created a person for every sign-up.
  if (known !== null) await removePerson(transaction, known.id)
  return undefined
}

/** Creates a person with a confirmed address; gives its id. */
async function createPerson(
  transaction: DBTransactionAdapter,
  { email, name }: Pick<SignUp, 'email' | 'name'>,
  password: string,
): Promise<string> {
  const dates = { createdAt: new Date(), updatedAt: new Date() }
  const { id } = await transaction.create<Record<string, unknown>, UserRow>({
    model: 'user',
    data: { email, name, emailVerified: true, role: 'person', ...dates },
  })
  await transaction.create({
    model: 'account',
    data: { userId: id, providerId: PASSWORD_PROVIDER, accountId: id, password, ...dates },
  })
  return id
}

/** A hash that no password has. It is checked like any other, so that a sign-in takes the same time. */
function noPassword(): string {
  return `none:${randomBytes(16).toString('hex')}`
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
 * A fingerprint of the state of a password: it changes when the password changes, or when the address is confirmed.
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
