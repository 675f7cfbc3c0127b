import type { BetterAuthOptions } from 'better-auth'

/** The database in which the sign-in library of apps/accounts stores people, sessions and counts; it defines its own tables. */
export interface PeopleDatabase {
  /** The value of the library's option `database`. */
  readonly database: NonNullable<BetterAuthOptions['database']>
  /** Creates or migrates the tables that these options of the library need. */
  migrate(options: BetterAuthOptions): Promise<void>
  /**
   * Runs work of the library.
   *
   * @throws {UnavailableError} when the database cannot be used now.
   */
  use<Result>(work: () => Promise<Result>): Promise<Result>
}
