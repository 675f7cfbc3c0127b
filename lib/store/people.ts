import type { BetterAuthOptions } from 'better-auth'

/** Where the sign-in library of apps/accounts keeps people, sessions and counts; it brings its own tables. */
export interface PeopleDatabase {
  /** What the library takes as its database. */
  readonly database: NonNullable<BetterAuthOptions['database']>
  /** Makes the tables that these options of the library need, or brings them up to date. */
  migrate(options: BetterAuthOptions): Promise<void>
  /**
   * Runs work of the library.
   *
   * @throws {UnavailableError} when the database cannot be used now.
   */
  use<Result>(work: () => Promise<Result>): Promise<Result>
}
