import type { BetterAuthOptions } from 'better-auth'

/** The database in which better-auth, the sign-in library of apps/accounts, stores people, sessions and counts. It defines its own tables. */
export interface PeopleDatabase {
  /** The value of the option `database` of better-auth. */
  readonly database: NonNullable<BetterAuthOptions['database']>
  /** Creates or migrates the tables that better-auth needs with these options. */
  migrate(options: BetterAuthOptions): Promise<void>
  /**
   * Runs work of better-auth. Rethrows its error, unless the database is the cause.
   *
   * @throws {UnavailableError} when the database cannot be used now.
   */
  use<Result>(work: () => Promise<Result>): Promise<Result>
}
