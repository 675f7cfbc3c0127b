import { betterAuth, logger as libraryLog, type BetterAuthOptions } from 'better-auth'
import { describe, expect, test } from 'vitest'
import { newId } from '#lib/ids/new-id.ts'
import { openForTest, type FreshUrl } from '#lib/store/contract/open-for-test.ts'
import { openPeopleDatabase } from '#lib/store/open.ts'

const MILA = { email: 'mila@example.org', password: 'correct horse battery', name: '' }
const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-/u

// better-auth's MongoDB adapter creates its indexes again in the background, although they exist, see
// lib/store/mongodb/people-schema.ts. If a test closes the database first, it logs an error, and no option turns this off.
libraryLog.error = () => undefined

/** The contract suite of `PeopleDatabase`, run through better-auth, its only user. */
export function describePeopleDatabase(name: string, freshUrl: FreshUrl): void {
  async function open(url: string) {
    const people = await openForTest(openPeopleDatabase, url)
    const options: BetterAuthOptions = {
      baseURL: 'http://localhost',
      secret: 'a secret for tests, long enough',
      database: people.database,
      logger: { disabled: true },
      telemetry: { enabled: false },
      emailAndPassword: { enabled: true, autoSignIn: false },
      advanced: { database: { generateId: () => newId() } },
    }
    await people.migrate(options)
    const auth = betterAuth(options)
    return {
      people,
      signUp: () => people.use(() => auth.api.signUpEmail({ body: MILA })),
      signIn: () => people.use(() => auth.api.signInEmail({ body: MILA })),
      count: async () => (await auth.$context).adapter.count({ model: 'user' }),
    }
  }

  describe(`${name} people database`, () => {
    test('keeps a person with the id that we generated when it is opened again', async () => {
      const url = await freshUrl()
      await (await open(url)).signUp()
      const { user } = await (await open(url)).signIn()
      expect(user).toMatchObject({ id: expect.stringMatching(UUID_V7), email: MILA.email })
    })

    test('keeps one of eight people who sign up with the same address at the same time', async () => {
      const { signUp, signIn, count } = await open(await freshUrl())
      await Promise.allSettled(Array.from({ length: 8 }, signUp))
      expect(await count()).toBe(1)
      expect((await signIn()).user.email).toBe(MILA.email)
    })

    test('can be opened and migrated twice at the same time', async () => {
      const url = await freshUrl()
      const [one, two] = await Promise.all([open(url), open(url)])
      await one.signUp()
      expect((await two.signIn()).user.email).toBe(MILA.email)
    })

    test('rethrows the error of the work', async () => {
      const { people } = await open(await freshUrl())
      const trouble = new TypeError('Cannot do this')
      await expect(people.use(() => Promise.reject(trouble))).rejects.toBe(trouble)
    })
  })
}
