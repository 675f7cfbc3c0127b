import { betterAuth, type BetterAuthOptions, type DBAdapter } from 'better-auth'
import { onTestFinished } from 'vitest'
import { openPeopleDatabase } from '#lib/store/open.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { windowCountsPlugin } from './window-counts.ts'

/** Opens the sign-in library's adapter on a database with the tables of the limits, until the test ends. */
export async function openPeopleAdapter(): Promise<DBAdapter> {
  const people = await openPeopleDatabase(`sqlite:${temporaryFolder()}/store.db`)
  onTestFinished(() => people.close())
  const options: BetterAuthOptions = {
    baseURL: 'http://localhost',
    secret: 'a secret for tests, long enough',
    database: people.database,
    plugins: [windowCountsPlugin],
  }
  await people.migrate(options)
  return (await betterAuth(options).$context).adapter
}
