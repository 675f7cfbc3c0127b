import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { runStations } from '#lib/station/run-stations.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { web } from '../../edge/web/main.ts'
import { freePorts } from '../../tests/builders/free-ports.ts'
import { accounts } from '../accounts/main.ts'
import { prepareEnvironment } from './prepare-environment.ts'
import { withOutbox } from './outbox/with-outbox.ts'

/** Starts the front end and accounts as apps/all does, with the given settings. */
async function start(given: Readonly<Record<string, string>> = {}) {
  const folder = temporaryFolder()
  const [WEB_PORT = 0, ACCOUNTS_PORT = 0] = await freePorts(2)
  const { environment } = prepareEnvironment(
    {
      WEB_PORT: String(WEB_PORT),
      ACCOUNTS_PORT: String(ACCOUNTS_PORT),
      METRICS_PORT: '0',
      STORE_URL: `sqlite:${folder}/store.db`,
      AUTH_KEYS_PATH: `${folder}/keys.json`,
      MAIL_URL: `file:${folder}/outbox`,
      ...given,
    },
    folder,
  )
  const stations = await runStations([accounts, withOutbox(web)], environment, {
    logTarget: join(folder, 'log'),
  })
  onTestFinished(() => stations.stop())
  const [front, behind] = [`http://127.0.0.1:${WEB_PORT}`, `http://127.0.0.1:${ACCOUNTS_PORT}`]

  /** Returns the statuses of the development login (by the front end and directly), the outbox and the live page. */
  async function doors(headers: Readonly<Record<string, string>> = {}) {
    const login = async (url: string) => {
      const response = await fetch(`${url}/accounts/dev-login`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ person: 'anna', audience: 'storage' }),
      })
      return response.status
    }
    const look = async (path: string) => (await fetch(front + path, { headers, redirect: 'manual' })).status
    return {
      login: await login(front),
      loginBehind: await login(behind),
      outbox: await look('/outbox'),
      live: await look('/live'),
    }
  }
  return { doors, front }
}

// Kafidx does not run here, so an allowed live page answers 503.
const OPEN = { login: 200, loginBehind: 200, outbox: 200, live: 503 }

test('a developer on this machine may use all of them, by localhost and by address', async () => {
  const { doors } = await start()
  expect(await doors()).toEqual(OPEN)
  for (const host of ['localhost', 'LOCALHOST.', 'anna.localhost:5123', '127.8.8.8', '[::1]', '2130706433'])
    expect([host, await doors({ host })]).toEqual([host, OPEN])
})

test.each([
  { host: 'evil.example' },
  { host: 'evil.example:5123' },
  { host: 'localhost.evil.example' },
  { host: '10.0.0.1' },
])('a foreign host name is rejected at every path: %j', async (headers) => {
  const { doors, front } = await start()
  expect(await doors(headers)).toEqual({ login: 403, loginBehind: 403, outbox: 403, live: 403 })
  for (const path of ['/', '/livez', '/accounts/jwks.json', '/store/offers', '/sign-in']) {
    const response = await fetch(front + path, { headers })
    expect([response.status, await response.json()]).toMatchObject([403, { code: 'foreign_host' }])
  }
})

test.each([
  { 'x-forwarded-for': '203.0.113.7' },
  { 'x-forwarded-for': '127.0.0.1' },
  { 'x-forwarded-proto': 'https' },
  { forwarded: 'for=203.0.113.7' },
  { 'x-real-ip': '203.0.113.7' },
  { via: '1.1 proxy' },
  { 'cf-connecting-ip': '203.0.113.7' },
  { 'true-client-ip': '203.0.113.7' },
])('requests that a proxy on this machine forwarded are rejected: %j', async (headers) => {
  const { doors } = await start()
  expect(await doors(headers)).toEqual({ login: 403, loginBehind: 403, outbox: 403, live: 401 })
})

test('a forged x-push-local header is rejected', async () => {
  const { doors } = await start()
  const forged = { 'x-push-local': 'eyJhbGciOiJFZERTQSJ9.e30.x', 'x-forwarded-for': '203.0.113.7' }
  expect(await doors(forged)).toMatchObject({ login: 403, loginBehind: 403 })
})

test.each([
  { PUBLIC_URL: 'https://push.example' },
  { PUBLIC_URL: 'http://192.168.1.2:5123' },
  { TRUSTED_HOPS: '1' },
  { HOST: '0.0.0.0' },
])('with %j all of them are off, even if DEV_LOGIN is true', async (settings) => {
  const { doors } = await start({ ...settings, DEV_LOGIN: 'true' })
  // Without an outbox, the front end answers 404 at its path.
  expect(await doors()).toEqual({ login: 403, loginBehind: 403, outbox: 404, live: 401 })
})

test('with a public address other host names are accepted, because a proxy may send any', async () => {
  const { front } = await start({ PUBLIC_URL: 'https://push.example' })
  expect((await fetch(`${front}/sign-in`, { headers: { host: 'push.example' } })).status).toBe(200)
})

test('LIVE_PAGE=public opens the live page to everybody', async () => {
  const { doors } = await start({ PUBLIC_URL: 'https://push.example', LIVE_PAGE: 'public' })
  expect((await doors({ host: 'push.example' })).live).toBe(503)
})
