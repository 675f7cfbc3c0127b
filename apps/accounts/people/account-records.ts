import type { AuthContext } from 'better-auth'
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

/** The accounts in the tables of the sign-in library. */
export interface AccountRecords {
  find(person: string): Promise<Account | undefined>
  sessionsOf(person: string): Promise<AccountSession[]>
  isPassword(person: string, password: string): Promise<boolean>
  /** Removes an account with its sessions and its password; idempotent. */
  remove(person: string): Promise<void>
}

const PASSWORD_PROVIDER = 'credential'

/** Opens the accounts on the database of the sign-in library. */
export function openAccountRecords(
  internalAdapter: AuthContext['internalAdapter'],
  passwords: Passwords,
): AccountRecords {
  return {
    async find(person) {
      const user = await internalAdapter.findUserById(person)
      if (user === null) return undefined
      const { email, emailVerified, name, createdAt } = user
      return { email, isConfirmed: emailVerified, name, created: createdAt }
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
