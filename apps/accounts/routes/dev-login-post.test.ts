import { describe, expect, test } from 'vitest'
import { verifyPersonToken } from '#lib/auth/tokens.ts'
import { openWorld, type World } from '../open-world.fixture.ts'

const ANNA = { person: 'anna', audience: 'storage' }

/** The call as a browser makes it, from a page of `origin`, of the server it knows as `host`. */
function fromPage({ app }: World, origin: string, host: string): Response | Promise<Response> {
  return app.request(
    `http://${host}/accounts/dev-login`,
    {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin, host },
      body: JSON.stringify(ANNA),
    },
    {},
  )
}

test('200: a token of a person for one station, which nobody may keep', async () => {
  const world = await openWorld({ isDevLogin: true })
  const response = await world.call('POST /accounts/dev-login', { json: ANNA })
  expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'no-store'])
  const { token, expires_in: expiresIn } = (await response.json()) as { token: string; expires_in: number }
  expect(expiresIn).toBe(300)
  expect(await verifyPersonToken(world.keys, token, 'storage')).toEqual({ person: 'anna', role: 'person' })
  expect(await verifyPersonToken(world.keys, token, 'notifications')).toBeUndefined()
})

test('200 for a page of this very address', async () => {
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
  test('where it is off, even for the admin', async () => {
    const world = await openWorld()
    for (const as of [undefined, 'admin', 'service:web']) {
      const response = await world.call('POST /accounts/dev-login', { ...(as && { as }), json: ANNA })
      expect(response.status).toBe(403)
      expect(await response.json()).toMatchObject({ code: 'dev_login_off' })
    }
  })

  test.each([
    ['of another site', 'https://evil.example', '127.0.0.1:5071'],
    ['of another port', 'http://127.0.0.1:8080', '127.0.0.1:5071'],
    ['in a sandboxed frame', 'null', '127.0.0.1:5071'],
    ['whose name was pointed at this machine', 'http://evil.example:5071', 'evil.example:5071'],
  ])('for a page %s', async (_, origin, host) => {
    const response = await fromPage(await openWorld({ isDevLogin: true }), origin, host)
    expect(response.status).toBe(403)
    expect(await response.json()).toMatchObject({ code: 'foreign_origin' })
  })
})

test('no role but "person" can be had', async () => {
  const world = await openWorld({ isDevLogin: true })
  const json = { ...ANNA, role: 'admin', person: 'admin' }
  const response = await world.call('POST /accounts/dev-login', { json })
  const { token } = (await response.json()) as { token: string }
  expect(await verifyPersonToken(world.keys, token, 'storage')).toEqual({ person: 'admin', role: 'person' })
})
