import { describe, expect, test } from 'vitest'
import { signPersonToken, signServiceToken } from '#lib/auth/tokens.ts'
import { UNKNOWN, basic, batchOf, json, openPlatform } from './keyed-tracker.fixture.ts'

describe('a write key', () => {
  const ways: readonly (readonly [string, (key: string) => readonly [string, RequestInit?]])[] = [
    ['a header', (key) => ['/t/w?wor=king', { headers: { 'x-push-key': key } }]],
    ['the query', (key) => [`/t/w?wor=king&k=${key}`]],
    ['the query of a body', (key) => [`/v1/events?k=${key}`, json({ type: 'w', wor: 'king' })]],
    ['Basic', (key) => ['/v1/events', { ...json({ type: 'w', wor: 'king' }), headers: basic(`${key}:`) }]],
    ['the body', (key) => ['/v1/events', json({ type: 'w', wor: 'king', writeKey: key })]],
    [
      'a body with params',
      (key) => ['/v1/events', json({ type: 'w', params: { wor: 'king' }, writeKey: key })],
    ],
    ['a batch', (key) => ['/v1/batch', json({ batch: [{ type: 'w', wor: 'king' }], writeKey: key })]],
    ['the events of a batch', (key) => ['/v1/batch', json([{ type: 'w', wor: 'king', writeKey: key }])]],
  ]

  test.each(ways)('in %s names the app by an id; the key itself is not stored', async (_way, callWith) => {
    const { tracker, makeKey } = await openPlatform({ isRequired: true })
    const { key, id } = await makeKey()
    const response = await tracker.call(...callWith(key))
    expect([response.status, response.headers.get('push-ack')]).toEqual([200, 'stream'])
    expect(await tracker.kept()).toMatchObject([
      { type: 'w', key: id, source: '/tracker/berlin', params: { wor: 'king' } },
    ])
    await tracker.call(...callWith(key))
    expect(await tracker.entries()).toEqual([expect.not.stringContaining(key)])
  })

  test.each(ways)(
    'that is wrong in %s is answered 401, also when keys are optional',
    async (_way, callWith) => {
      const { tracker } = await openPlatform()
      const response = await tracker.call(...callWith(UNKNOWN))
      expect([response.status, await response.json()]).toEqual([
        401,
        expect.objectContaining({
          code: 'wrong_write_key',
          detail: 'This write key is not known, or was revoked',
        }),
      ])
      // A scheme for which browsers do not show a password dialog.
      expect(response.headers.get('www-authenticate')).toMatch(/^PushKey /u)
      expect(await tracker.entries()).toEqual([])
    },
  )

  test('that is not a string is wrong too', async () => {
    const { tracker } = await openPlatform()
    for (const writeKey of [7, {}, [UNKNOWN], true, '__proto__']) {
      expect((await tracker.call('/v1/events', json({ type: 'w', writeKey }))).status).toBe(401)
    }
  })

  test('is invalid permanently once it is revoked', async () => {
    const { tracker, makeKey, call } = await openPlatform()
    const { key } = await makeKey()
    const other = await makeKey()
    await call(`DELETE /accounts/write-keys/${key}`, { as: 'admin' })
    await expect.poll(async () => (await tracker.call(`/t/w?k=${key}`)).status).toBe(401)
    expect((await tracker.call(`/t/w?k=${other.key}`)).status).toBe(200)
  })

  test('may be absent when it is optional; the "k" of a query may then be any text', async () => {
    const { tracker } = await openPlatform()
    await tracker.call('/t/w?k=king')
    await tracker.call('/v1/events', json({ type: 'w', k: 7, writeKey: '' }))
    expect(await tracker.kept()).toMatchObject([
      { key: undefined, params: { k: 'king' } },
      { key: undefined, params: { k: 7 } },
    ])
  })

  test('that is required and missing is answered 401 with a hint where to put it', async () => {
    const { tracker, keys } = await openPlatform({ isRequired: true })
    const person = await signPersonToken(keys, { person: 'anna', role: 'person' }, 'tracker')
    for (const [path, init] of [
      ['/t/w?k=king'],
      ['/v1/events', json({ type: 'w', writeKey: '' })],
      ['/v1/events', json(7)],
      ['/v1/batch', json([])],
      ['/v1/batch', { ...batchOf(2), headers: { authorization: `Bearer ${person}` } }],
    ] as const) {
      const response = await tracker.call(path, init)
      expect([response.status, await response.json()]).toEqual([
        401,
        expect.objectContaining({ detail: expect.stringContaining('X-Push-Key') }),
      ])
    }
    expect(await tracker.entries()).toEqual([])
    expect(await tracker.metrics.text()).toContain('push_tracker_refused_calls_total{reason="no_key"} 5')
  })

  test('is not required from services', async () => {
    const { tracker, keys } = await openPlatform({ isRequired: true })
    const token = await signServiceToken(keys, 'storage', 'tracker')
    const headers = { authorization: `Bearer ${token}` }
    expect((await tracker.call('/v1/batch', { ...batchOf(5), headers })).status).toBe(200)
    expect(await tracker.kept()).toHaveLength(5)
  })

  test('does not make other invalid credentials valid', async () => {
    const { tracker, makeKey } = await openPlatform()
    const { key } = await makeKey()
    for (const authorization of [
      `Bearer ${key}`,
      basic(`${key}:x`).authorization,
      basic('admin:').authorization,
    ]) {
      const headers = { authorization, 'x-push-key': key }
      expect((await tracker.call('/t/w', { headers })).status).toBe(401)
    }
    expect(await tracker.entries()).toEqual([])
  })
})

describe('origins', () => {
  const SHOP = 'https://shop.example'
  const cors = ({ headers }: Response) => [
    headers.get('access-control-allow-origin'),
    headers.get('vary')?.toLowerCase(),
  ]

  test('a page of a listed origin gets its origin in the answer, a page of another origin is refused', async () => {
    const { tracker, makeKey } = await openPlatform()
    const { key } = await makeKey({ origins: [SHOP, 'http://localhost:5173'] })
    const headers = { 'x-push-key': key }
    const good = await tracker.call('/t/w', { headers: { ...headers, origin: SHOP } })
    expect([good.status, ...cors(good)]).toEqual([200, SHOP, 'origin'])
    await tracker.entries()
    for (const origin of [
      'https://evil.example',
      'http://shop.example',
      `${SHOP}.evil.example`,
      'null',
      '',
    ]) {
      const response = await tracker.call('/t/w', { headers: { ...headers, origin } })
      expect([response.status, await response.json()]).toEqual([
        403,
        expect.objectContaining({ code: 'foreign_origin' }),
      ])
    }
    expect(await tracker.entries()).toEqual([])
  })

  test('native apps send no origin, and are allowed', async () => {
    const { tracker, makeKey } = await openPlatform()
    const { key } = await makeKey({ origins: [SHOP] })
    const response = await tracker.call(`/t/w?k=${key}`)
    expect([response.status, ...cors(response)]).toEqual([200, '*', undefined])
  })

  test.each([[[]], [['*']], [['*', SHOP]]])(
    '%j allows pages of all origins; each gets its own origin in the answer',
    async (origins) => {
      const { tracker, makeKey } = await openPlatform()
      const { key } = await makeKey({ origins })
      const headers = { origin: 'https://blog.example' }
      const batch = await tracker.call(`/v1/batch?k=${key}`, { ...batchOf(1), headers })
      expect([batch.status, ...cors(batch)]).toEqual([200, 'https://blog.example', 'origin'])
      const bad = await tracker.call(`/v1/events?k=${key}`, { ...json({ type: '' }), headers })
      expect([bad.status, ...cors(bad)]).toEqual([400, 'https://blog.example', 'origin'])
    },
  )

  test('a preflight is checked by the key in its query, because it has no other credentials', async () => {
    const { tracker, makeKey } = await openPlatform({ isRequired: true })
    const { key } = await makeKey({ origins: [SHOP] })
    const ask = (query: string, origin: string) =>
      tracker.call(`/v1/events${query}`, { method: 'OPTIONS', headers: { origin } })
    const good = await ask(`?k=${key}`, SHOP)
    expect([good.status, ...cors(good)]).toEqual([204, SHOP, 'origin'])
    expect(good.headers.get('access-control-allow-headers')).toContain('x-push-key')
    expect((await ask(`?k=${key}`, 'https://evil.example')).status).toBe(403)
    expect((await ask(`?k=${UNKNOWN}`, SHOP)).status).toBe(401)
    const open = await ask('', 'https://evil.example')
    expect([open.status, ...cors(open)]).toEqual([204, 'https://evil.example', 'origin'])
  })
})
