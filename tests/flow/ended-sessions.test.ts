import { join, resolve } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { z } from 'zod'
import { readOutbox } from '#lib/mailer/read-outbox.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { spawnStation } from '../builders/spawn-station.ts'
import { freeStationPorts, PORT_NAMES } from '../builders/station-ports.ts'

// Much shorter than the five minutes that a token is valid: the list of ended sessions is read every second here.
const SECONDS = { timeout: 20_000, interval: 100 }

const ROOT = resolve(import.meta.dirname, '../..')
const folder = temporaryFolder()
const ports = await freeStationPorts()
const urls = Object.fromEntries(PORT_NAMES.map((name) => [name, `http://127.0.0.1:${ports[`${name}_PORT`]}`]))
const front = urls['WEB'] ?? ''
const environment: Record<string, string> = {
  ...ports,
  ...Object.fromEntries(Object.entries(urls).map(([name, url]) => [`${name}_URL`, url])),
  PUBLIC_URL: front,
  STORE_URL: `sqlite:${folder}/store.db`,
  BUS_URL: `sqlite:${folder}/bus.db`,
  AUTH_KEYS_PATH: join(folder, 'keys.json'),
  MAIL_URL: `file:${folder}/outbox`,
  ADMIN_PASSWORD: 'a-long-admin-password',
  METRICS_PORT: '0',
  ENDED_REFRESH_SECONDS: '1',
}

/** Starts a station as a process of its own. */
const start = (main: string, name: string) =>
  spawnStation({ main: join(ROOT, main, 'main.ts'), folder, environment, urls: [urls[name] ?? ''] })

const accounts = await start('apps/accounts', 'ACCOUNTS')
const others = await Promise.all([
  start('apps/storage', 'STORAGE'),
  start('apps/kafidx', 'KAFIDX'),
  start('edge/web', 'WEB'),
])
afterAll(() => Promise.all([accounts, ...others].map((station) => station.stop())))

let people = 0

/** Signs up a new person, and confirms the address. */
async function signUp() {
  people += 1
  const person = { email: `mila-${people}@example.org`, password: 'correct horse battery' }
  expect((await post(front, '/accounts/auth/sign-up/email', person)).status).toBe(200)
  const link = new URL(await linkTo(person.email, '/verify-email'))
  const confirmed = await fetch(front + link.pathname + link.search, { redirect: 'manual' })
  expect(confirmed.headers.get('location')).toBe('/confirmed')
  return person
}

async function linkTo(email: string, part: string): Promise<string> {
  const links = async () =>
    (await readOutbox(`${folder}/outbox`, 100))
      .filter(({ to }) => to === email)
      .flatMap(({ text }) => text.match(/https?:\/\/\S+/u) ?? [])
      .filter((link) => link.includes(part))
  await expect.poll(async () => (await links()).length).toBe(1)
  return (await links())[0] ?? ''
}

function post(url: string, path: string, json: object, headers: Record<string, string> = {}) {
  return fetch(url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(json),
  })
}

const tokenSchema = z.object({ token: z.string() })

/** Opens two sessions of a person: one of an app, with a token for storage, and one of a page, whose token the front end caches. */
async function signInTwice(person: Awaited<ReturnType<typeof signUp>>) {
  const app = tokenSchema.parse(await (await post(front, '/accounts/auth/sign-in/email', person)).json())
  const session = { 'x-session-token': app.token }
  const token = async (audience: string) =>
    tokenSchema.parse(await (await post(front, '/accounts/tokens', { audience }, session)).json()).token
  const page = await post(front, '/accounts/auth/sign-in/email', person, { origin: front })
  const cookie = page.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const storageToken = await token('storage')
  return {
    session,
    cookie,
    token,
    /** Status of storage for the token itself; 400 means that it knows the caller. */
    byToken: async () =>
      (await post(urls['STORAGE'] ?? '', '/store/offers', {}, { authorization: `Bearer ${storageToken}` }))
        .status,
    byCookie: async () => (await post(front, '/store/offers', {}, { cookie, origin: front })).status,
  }
}

async function resetPassword({ email }: { email: string }): Promise<void> {
  await post(front, '/accounts/auth/request-password-reset', { email })
  const token = new URL(await linkTo(email, '/reset-password')).hash.replace('#token=', '')
  const json = { token, newPassword: 'another good password' }
  expect((await post(front, '/accounts/auth/reset-password', json)).status).toBe(200)
}

test('a password reset by mail ends all tokens of all sessions within seconds, in every station', async () => {
  const mila = await signUp()
  const [one, other] = [await signInTwice(mila), await signInTwice(mila)]
  for (const { byToken, byCookie } of [one, other]) {
    expect([await byToken(), await byCookie()]).toEqual([400, 400])
  }
  await resetPassword(mila)
  for (const { byToken, byCookie } of [one, other]) {
    await expect.poll(byToken, SECONDS).toBe(401)
    await expect.poll(byCookie, SECONDS).toBe(401)
  }
})

test.each([
  ['a changed password', 'change-password', { newPassword: 'another good password' }],
  ['the end of all other sessions', 'revoke-other-sessions', {}],
])('%s ends the tokens of the other sessions within seconds', async (_, path, change) => {
  const mila = await signUp()
  const [mine, lost] = [await signInTwice(mila), await signInTwice(mila)]
  expect([await lost.byToken(), await lost.byCookie()]).toEqual([400, 400])
  const json = path === 'change-password' ? { ...change, currentPassword: mila.password } : change
  expect((await post(front, `/accounts/auth/${path}`, json, mine.session)).status).toBe(200)
  await expect.poll(lost.byToken, SECONDS).toBe(401)
  await expect.poll(lost.byCookie, SECONDS).toBe(401)
})

test('a sign-out and a deletion of the account end the tokens of an app within seconds', async () => {
  const mila = await signUp()
  const [one, other] = [await signInTwice(mila), await signInTwice(mila)]
  expect((await post(front, '/accounts/auth/sign-out', {}, one.session)).status).toBe(200)
  await expect.poll(one.byToken, SECONDS).toBe(401)
  expect(await other.byToken()).toBe(400)
  const authorization = `Bearer ${await other.token('accounts')}`
  const left = await fetch(`${front}/accounts/people/me`, {
    method: 'DELETE',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify({ password: mila.password }),
  })
  expect(left.status).toBe(200)
  await expect.poll(other.byToken, SECONDS).toBe(401)
  await expect.poll(other.byCookie, SECONDS).toBe(401)
})

test('a person who loses the role of operator loses the live tail within seconds, also an open one', async () => {
  const mila = await signUp()
  const admin = { authorization: `Basic ${btoa('admin:a-long-admin-password')}` }
  const give = async (role: string) => {
    const answer = await fetch(`${front}/accounts/roles`, {
      method: 'PUT',
      headers: { ...admin, 'content-type': 'application/json' },
      body: JSON.stringify({ email: mila.email, role }),
    })
    expect(answer.status).toBe(200)
  }
  await give('operate')
  const { token } = await signInTwice(mila)
  const headers = { authorization: `Bearer ${await token('kafidx')}` }
  const look = () => fetch(`${urls['KAFIDX']}/kafidx/tail`, { headers })
  const open = await look()
  expect(open.status).toBe(200)
  const ended = open.text()
  await give('person')
  expect(await ended).toContain('retry:')
  expect((await look()).status).toBe(401)
})
