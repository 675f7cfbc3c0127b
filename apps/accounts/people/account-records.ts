import type { AuthContext } from 'better-auth'
import { isLanguage, LANGUAGES, type Language } from '#lib/text/language.ts'
import type { Passwords } from './counted-passwords.ts'

/** A person's account, as its owner may see it. */
export interface Account {
  readonly email: string
  readonly isConfirmed: boolean
  readonly name: string
  readonly created: Date
}

/** A session of a person: where it was opened, and when it ends. */
export interface AccountSession {
  readonly created: Date
  readonly expires: Date
  readonly ip: string
  readonly userAgent: string
}

/** Where and how to write to a person. */
export interface PersonAddress {
  readonly person: string
  readonly email: string
  /** The language of the last sign-in. */
  readonly language: Language
}

/** The accounts in the tables of the sign-in library. */
export interface AccountRecords {
  find(person: string): Promise<Account | undefined>
  /** The confirmed addresses of people, in no particular order. */
  addressesOf(people: readonly string[]): Promise<PersonAddress[]>
  sessionsOf(person: string): Promise<AccountSession[]>
  isPassword(person: string, password: string): Promise<boolean>
  /** Removes an account with its sessions and its password; idempotent. */
  remove(person: string): Promise<void>
}

interface UserRow {
  readonly id: string
  readonly email: string
  readonly language?: string | null
}

const PASSWORD_PROVIDER = 'credential'

/** Opens the accounts on the database of the sign-in library. */
export function openAccountRecords(
  { adapter, internalAdapter }: Pick<AuthContext, 'adapter' | 'internalAdapter'>,
  passwords: Passwords,
): AccountRecords {
  return {
    async find(person) {
      const user = await internalAdapter.findUserById(person)
      if (user === null) return undefined
      const { email, emailVerified, name, createdAt } = user
      return { email, isConfirmed: emailVerified, name, created: createdAt }
    },
    async addressesOf(people) {
      if (people.length === 0) return []
      const users = await adapter.findMany<UserRow>({
        model: 'user',
        where: [
          { field: 'id', operator: 'in', value: [...people] },
          { field: 'emailVerified', value: true },
        ],
        limit: people.length,
      })
      return users.map(({ id: person, email, language }) => ({
        person,
        email,
        language: isLanguage(language) ? language : LANGUAGES[0],
      }))
    },
    async sessionsOf(person) {
      const sessions = await internalAdapter.listSessions(person)
      return sessions.map(({ createdAt, expiresAt, ipAddress, userAgent }) => ({
        created: createdAt,
        expires: expiresAt,
        ip: ipAddress ?? '',
        userAgent: userAgent ?? '',
      }))
    },
    async isPassword(person, password) {
      const known = await internalAdapter.findAccounts(person)
      const hash = known.find(({ providerId }) => providerId === PASSWORD_PROVIDER)?.password
      return typeof hash === 'string' && (await passwords.verify({ hash, password }))
    },
    remove: (person) => internalAdapter.deleteUser(person),
  }
}
