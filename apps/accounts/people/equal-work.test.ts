import { betterAuth } from 'better-auth'
import { join } from 'node:path'
import { onTestFinished, expect, test, vi } from 'vitest'
import { openKeyRing } from '#lib/auth/key-file.ts'
import type { Mail } from '#lib/mailer/mailer.ts'
import { openPeopleDatabase } from '#lib/store/open.ts'
import { openMetrics } from '#lib/telemetry/metrics.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { AUTH_PATH, authOptions, CLIENT_IP_HEADER } from './auth-options.ts'
import { countedPasswords } from './counted-passwords.ts'
import { openCredentials } from './credentials.ts'
import { passwordPlugin } from './password-plugin.ts'
import { openSignUps } from './sign-ups.ts'

const KNOWN = 'mila@example.org'
const WAITING = 'waiting@example.org'
const PASSWORD = 'correct horse battery'
const ORIGIN = 'https://push.example.org'

/** The body of a call besides the address, and the client address. */
type Asked = Readonly<Record<string, unknown>> & { readonly ip: string }

/** Opens the sign-in library with our endpoints; it holds back mails, and counts statements and hashes. */
async function open() {
  const folder = temporaryFolder()
  const people = await openPeopleDatabase(`sqlite:${folder}/store.db`)
  onTestFinished(() => people.close())
  const held: (() => Promise<Mail | undefined>)[] = []
  let hashes = 0
  const library = countedPasswords(openMetrics())
  const passwords = {
    hash: (password: string) => ((hashes += 1), library.hash(password)),
    verify: (given: { hash: string; password: string }) => ((hashes += 1), library.verify(given)),
  }
  const plugin = passwordPlugin({
    keys: await openKeyRing(join(folder, 'keys.json')),
    publicOrigin: ORIGIN,
    mails: { add: (write) => void held.push(write) },
    passwords,
    ender: { one: () => Promise.resolve(), all: (_, change) => change() },
  })
  const options = authOptions({
    database: people.database,
    secret: 'a secret for tests, long enough',
    publicOrigin: ORIGIN,
    passwords,
    plugin,
    onSessionEnd: () => Promise.resolve(),
    log: quietLog,
  })
  await people.migrate(options)
  const auth = betterAuth(options)
  const { adapter } = await auth.$context
  const signUp = async (email: string) =>
    openSignUps(adapter).put({ email, name: '', password: await library.hash(PASSWORD) })
  await openCredentials(adapter).confirm((await signUp(KNOWN)).id)
  await signUp(WAITING)

  async function call(path: string, email: string, { ip, ...rest }: Asked) {
    const answer = await auth.handler(
      new Request(`${ORIGIN}${AUTH_PATH}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', [CLIENT_IP_HEADER]: ip },
        body: JSON.stringify({ email, ...rest }),
      }),
    )
    // A ticket is random.
    const body = (await answer.text()).replaceAll(/[\w-]{22}/gu, 'a ticket')
    return { status: answer.status, body }
  }

  const prepared = vi.spyOn(people.database as { prepare: (sql: string) => unknown }, 'prepare')

  /** The work of a call before its answer: statements by their first word and table, and password hashes. */
  async function workOf(path: string, email: string, asked: Asked) {
    prepared.mockClear()
    ;[hashes, held.length] = [0, 0]
    const answer = await call(path, email, asked).catch((error: unknown) => error)
    const statements = prepared.mock.calls.map(([sql]) => sql.split(' ', 1)[0])
    return { answer: JSON.stringify(answer), statements, hashes, mails: held.length }
  }
  return { workOf, held }
}

const ADDRESSES = [KNOWN, WAITING, 'nobody@example.org']

test.each([
  ['/request-password-reset', {}],
  ['/send-code', {}],
  ['/send-verification-email', { callbackURL: '/confirmed' }],
  ['/sign-in/email', { password: 'a guess that is wrong', rememberMe: true }],
  ['/sign-up/email', { password: 'long enough for that', name: '', callbackURL: '/confirmed' }],
])(
  '%s does the same work before its answer for an address with an account, with a sign-up, and a new one',
  async (path, rest) => {
    const { workOf } = await open()
    // The first calls create the rows of the limits; the compared calls find them.
    for (const email of ADDRESSES) await workOf(path, email, { ...rest, ip: '203.0.113.7' })
    await workOf(path, 'other@example.org', { ...rest, ip: '203.0.113.8' })
    const works: unknown[] = []
    for (const email of ADDRESSES) works.push(await workOf(path, email, { ...rest, ip: '203.0.113.8' }))
    expect(works).toEqual(Array(ADDRESSES.length).fill(works[0]))
    expect(works[0]).not.toMatchObject({ statements: [] })
  },
)

test('work that depends on the address runs after the answer', async () => {
  const { workOf, held } = await open()
  for (const [email, hasMail] of [
    [KNOWN, true],
    [WAITING, true],
    ['nobody@example.org', false],
  ] as const) {
    await workOf('/request-password-reset', email, { ip: '203.0.113.7' })
    expect([email, (await held[0]?.()) !== undefined]).toEqual([email, hasMail])
  }
})
