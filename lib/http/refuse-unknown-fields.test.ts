import { join } from 'node:path'
import { z } from '@hono/zod-openapi'
import { beforeAll, describe, expect, test } from 'vitest'
import { openKeyRing } from '#lib/auth/key-file.ts'
import { createApp, type App } from '#lib/http/create-app.ts'
import { defineApi } from '#lib/http/define-api.ts'
import { defineRoute } from '#lib/http/define-route.ts'
import { json, problemSchema } from '#lib/http/wire-schemas.ts'
import { openMetrics } from '#lib/telemetry/metrics.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'

const answers = { 200: json(z.unknown(), 'What the route understood') }
const body = z
  .object({
    title: z.string(),
    validUntil: z.string().optional(),
    region: z.object({ circle: z.object({ radiusMeters: z.number() }) }).optional(),
    items: z.array(z.object({ word: z.string().optional() })).default([]),
    free: z.record(z.string(), z.unknown()).default({}),
  })
  .refine(({ title }) => title !== 'bad', { path: ['title'], error: 'must be good' })

let app: App

beforeAll(async () => {
  const keys = await openKeyRing(join(temporaryFolder(), 'keys.json'))
  const identifier = { keys, audience: 'accounts', adminPassword: '' }
  const query = z.object({ limit: z.string().optional(), not_owner: z.string().optional() })
  const facts = { access: { everybody: 'a test' }, summary: 'What the route understood', answers }
  const routes = [
    defineRoute({
      ...facts,
      method: 'get',
      path: '/accounts/jwks.json',
      request: { query },
      handle: () => (c) => c.json(c.req.valid('query'), 200),
    }),
    defineRoute({
      ...facts,
      method: 'post',
      path: '/accounts/dev-login',
      request: { body: { required: true, ...json(body, 'It') } },
      handle: () => (c) => c.json(c.req.valid('json'), 200),
    }),
    defineRoute({
      ...facts,
      method: 'get',
      path: '/accounts/auth/verify-email',
      checksItself: true,
      handle: () => (c) => c.json(c.req.query(), 200),
    }),
  ]
  const options = { identifier, log: quietLog, metrics: openMetrics() }
  app = createApp(defineApi({ station: 'accounts', routes }), options, {})
})

const get = (query: string) => app.request(`/accounts/jwks.json${query}`, {}, {})
const post = (value: unknown, query = '') =>
  app.request(
    `/accounts/dev-login${query}`,
    { method: 'POST', body: JSON.stringify(value), headers: { 'content-type': 'application/json' } },
    {},
  )

async function problemOf(response: Response) {
  const { code, field, detail } = problemSchema.parse(await response.json())
  return [response.status, code, field, detail] as const
}

describe('a parameter of the query', () => {
  test('that is known is accepted', async () => {
    expect(await (await get('?limit=5&not_owner=anna')).json()).toEqual({ limit: '5', not_owner: 'anna' })
  })

  test.each([
    ['?limit=5&nonsense=1', 'nonsense', '"nonsense" is not a known parameter'],
    ['?notOwner=anna', 'notOwner', '"notOwner" is not a known parameter: did you mean "not_owner"?'],
    ['?Limit=5', 'Limit', '"Limit" is not a known parameter: did you mean "limit"?'],
    ['?__proto__=1', '__proto__', '"__proto__" is not a known parameter'],
    ['?constructor', 'constructor', '"constructor" is not a known parameter'],
  ])('in %s is refused with its name', async (query, field, detail) => {
    expect(await problemOf(await get(query))).toEqual([400, 'bad_field', field, detail])
  })

  test('of a route that knows none is refused', async () => {
    const problem = await problemOf(await post({ title: 'Bike' }, '?title=Bike'))
    expect(problem.slice(0, 3)).toEqual([400, 'bad_field', 'title'])
  })

  test('with a name of 4,000 characters is reported by the beginning of its name', async () => {
    const [, , field] = await problemOf(await get(`?${'ä'.repeat(4_000)}=1`))
    expect(field).toBe('ä'.repeat(64))
  })

  test('is not checked for a route that checks itself', async () => {
    expect((await app.request('/accounts/auth/verify-email?token=1', {}, {})).status).toBe(200)
  })
})

describe('a field of a body', () => {
  test.each([
    [{ title: 'Bike', validuntil: '2' }, 'validuntil', 'validUntil'],
    [{ title: 'Bike', validUntil: '1', valid_until: '2' }, 'valid_until', 'validUntil'],
    [{ titel: 'Bike' }, 'titel', 'title'],
    [{ title: 'Bike', radius: 5 }, 'radius', 'region.circle.radiusMeters'],
    [{ title: 'Bike', circle: {} }, 'circle', 'region.circle'],
    [
      { title: 'Bike', region: { circle: { radius: 5 } } },
      'region.circle.radius',
      'region.circle.radiusMeters',
    ],
    [{ title: 'Bike', items: [{}, { words: '' }] }, 'items.1.words', 'items.1.word'],
  ])('of %j that looks like a known one is refused: %s', async (value, field, meant) => {
    const detail = `"${field}" is not a known field: did you mean "${meant}"?`
    expect(await problemOf(await post(value))).toEqual([400, 'bad_field', field, detail])
  })

  test('that looks like no known one is ignored, and so are all fields of a free object', async () => {
    const free = { validuntil: 1, titel: { title: 2 } }
    const value = { title: 'Bike', id: 'x', created: 1, nonsense: { titel: 1 }, free }
    expect(await (await post(value)).json()).toEqual({ title: 'Bike', items: [], free })
  })

  test('does not matter when the body is not an object', async () => {
    for (const value of [[], [{ titel: 1 }], 'titel', null, 7]) {
      expect((await problemOf(await post(value))).slice(0, 2)).toEqual([400, 'bad_field'])
    }
  })

  test('may be one of thousands', async () => {
    const many = Object.fromEntries(Array.from({ length: 4_000 }, (_, index) => [`qqqqqq${index}`, 1]))
    expect((await post({ title: 'Bike', ...many })).status).toBe(200)
  })
})
