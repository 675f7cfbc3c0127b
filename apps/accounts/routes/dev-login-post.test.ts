import { describe, expect, test } from 'vitest'
import { LOCAL_HEADER } from '#lib/auth/local-vouch.ts'
import { signPersonToken, signServiceToken, verifyPersonToken } from '#lib/auth/tokens.ts'
import { openWorld, type World } from '../open-world.fixture.ts'

const ANNA = { person: 'anna', audience: 'storage' }

interface Arriving {
  readonly headers?: Readonly<Record<string, string>>
  readonly peerIp?: string | undefined
}

/** Calls accounts directly. */
function arrive({ app }: World, { headers = {}, peerIp = '127.0.0.1' }: Arriving) {
  return app.request(
    '/accounts/dev-login',
    {
      method: 'POST',
      headers: { 'content-type': 'application/json', host: '127.0.0.1:5071', ...headers },
      body: JSON.stringify(ANNA),
    },
    { peerIp },
  )
}

/** Calls like a browser, from a page of `origin`, to the server `host`. */
const fromPage = (world: World, origin: string, host: string) => arrive(world, { headers: { origin, host } })

test('200: a token of a person for one station, which must not be cached', async () => {
  const world = await openWorld({ isDevLogin: true })
  const response = await world.call('POST /accounts/dev-login', { json: ANNA })
  expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'no-store'])
  const { token, expires_in: expiresIn } = (await response.json()) as { token: string; expires_in: number }
  expect(expiresIn).toBe(300)
  expect(await verifyPersonToken(world.keys, token, 'storage')).toEqual({ person: 'anna', role: 'person' })
  expect(await verifyPersonToken(world.keys, token, 'notifications')).toBeUndefined()
})

test('200 for a page of the same address', async () => {
  const world = await openWorld({ isDevLogin: true })
  expect((await fromPage(world, 'http://127.0.0.1:5071', '127.0.0.1:5071')).status).toBe(200)
})

test.each([
  ['person', { ...ANNA, person: '' }],
  ['person', { ...ANNA, person: 'an na' }],
  ['person', { audience: 'storage' }],
  ['audience', { ...ANNA, audience: 'moon' }],
])('400 for a wrong %s', async (field, json) => {
  const world = await openWorld({ isDevLogin: true })
  const response = await world.call('POST /accounts/dev-login', { json })
  expect(response.status).toBe(400)
  expect(await response.json()).toMatchObject({ field })
})

describe('403', () => {
  test('when it is off, even for the admin', async () => {
    const world = await openWorld()
    for (const as of [undefined, 'admin', 'service:web']) {
      const response = await world.call('POST /accounts/dev-login', { ...(as && { as }), json: ANNA })
      expect(response.status).toBe(403)
      expect(await response.json()).toMatchObject({ code: 'dev_login_off' })
    }
  })

  test.each([
    ['of another site', 'https://evil.example', '127.0.0.1:5071', 'foreign_origin'],
    ['of another port', 'http://127.0.0.1:8080', '127.0.0.1:5071', 'foreign_origin'],
    ['in a sandboxed frame', 'null', '127.0.0.1:5071', 'foreign_origin'],
    [
      'whose name was pointed at this machine',
      'http://evil.example:5071',
      'evil.example:5071',
      'dev_login_off',
    ],
  ])('for a page %s', async (_, origin, host, code) => {
    const response = await fromPage(await openWorld({ isDevLogin: true }), origin, host)
    expect(response.status).toBe(403)
    expect(await response.json()).toMatchObject({ code })
  })

  test.each<Arriving>([
    { peerIp: '203.0.113.7' },
    { peerIp: '::ffff:10.0.0.1' },
    { peerIp: '' },
    { headers: { host: 'push.example' } },
    { headers: { host: '' } },
    { headers: { 'x-forwarded-for': '127.0.0.1' } },
    { headers: { 'x-forwarded-host': 'localhost:5123' } },
    { headers: { forwarded: 'for=127.0.0.1' } },
    { headers: { 'x-real-ip': '127.0.0.1' } },
    { headers: { via: '1.1 proxy' } },
    { headers: { 'x-push-local': 'true' } },
  ])('for a call with %j, which may come from another machine', async (arriving) => {
    const response = await arrive(await openWorld({ isDevLogin: true }), arriving)
    expect([response.status, await response.json()]).toMatchObject([403, { code: 'dev_login_off' }])
  })

  test('when other machines can reach the platform, even with DEV_LOGIN=true', async () => {
    const response = await arrive(await openWorld({ isDevLogin: true, isLocal: false }), {})
    expect([response.status, await response.json()]).toMatchObject([403, { code: 'dev_login_off' }])
  })
})

describe('calls passed on by edge/web', () => {
  const PASSED_ON = { 'x-forwarded-for': '127.0.0.1', 'x-forwarded-host': 'localhost:5123' }

  test('200 when it vouches that the call came from this machine, also for its page', async () => {
    const world = await openWorld({ isDevLogin: true })
    const vouched = { ...PASSED_ON, [LOCAL_HEADER]: await signServiceToken(world.keys, 'web', 'accounts') }
    expect((await arrive(world, { headers: vouched })).status).toBe(200)
    const origin = 'http://localhost:5123'
    expect((await arrive(world, { headers: { ...vouched, origin } })).status).toBe(200)
    expect((await arrive(world, { headers: { ...vouched, origin: 'https://evil.example' } })).status).toBe(
      403,
    )
  })

  test('403 for an invalid vouch, and for one of another service or for another station', async () => {
    const world = await openWorld({ isDevLogin: true })
    const others = await openWorld({ isDevLogin: true })
    const vouches = [
      '',
      'x.y.z',
      await signServiceToken(world.keys, 'storage', 'accounts'),
      await signServiceToken(world.keys, 'web', 'storage'),
      await signServiceToken(others.keys, 'web', 'accounts'),
      await signPersonToken(world.keys, { person: 'service:web', role: 'admin' }, 'accounts'),
    ]
    for (const vouch of vouches)
      expect((await arrive(world, { headers: { ...PASSED_ON, [LOCAL_HEADER]: vouch } })).status).toBe(403)
  })

  test('403 for a valid vouch from another machine, or when other machines can reach the platform', async () => {
    const world = await openWorld({ isDevLogin: true })
    const vouched = { [LOCAL_HEADER]: await signServiceToken(world.keys, 'web', 'accounts') }
    expect((await arrive(world, { headers: vouched, peerIp: '10.0.0.1' })).status).toBe(403)
    const open = await openWorld({ isDevLogin: true, isLocal: false })
    const vouch = await signServiceToken(open.keys, 'web', 'accounts')
    expect((await arrive(open, { headers: { [LOCAL_HEADER]: vouch } })).status).toBe(403)
  })
})

test('the only role is "person"', async () => {
  const world = await openWorld({ isDevLogin: true })
  const json = { ...ANNA, role: 'admin', person: 'admin' }
  const response = await world.call('POST /accounts/dev-login', { json })
  const { token } = (await response.json()) as { token: string }
  expect(await verifyPersonToken(world.keys, token, 'storage')).toEqual({ person: 'admin', role: 'person' })
})
