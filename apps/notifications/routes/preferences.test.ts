import { openNotifications } from '../a-notifications.fixture.ts'
import { beforeEach, describe, expect, test } from 'vitest'
import { type KeyRing } from '#lib/auth/key-file.ts'
import { signPersonToken, signServiceToken } from '#lib/auth/tokens.ts'
import type { createNotifications } from '../app.ts'

let keys: KeyRing
let app: ReturnType<typeof createNotifications>

beforeEach(async () => {
  ;({ app, keys } = await openNotifications())
})

const DEFAULTS = {
  mode: 'instant',
  daily_at: '18:00',
  max_per_hour: 20,
  mutes: { subjects: [], people: [] },
  urgent: [],
  mail: 'fallback',
}

interface Sent {
  readonly method?: string
  readonly json?: unknown
  readonly match?: string
  readonly type?: string
}

async function call(token: string, path: string, { method = 'GET', json, match, type }: Sent = {}) {
  const answer = await app.request(path, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': type ?? 'application/json',
      ...(match !== undefined && { 'if-match': match }),
    },
    ...(json !== undefined && { body: JSON.stringify(json) }),
  })
  const body: unknown = await answer.json()
  return { status: answer.status, etag: answer.headers.get('etag') ?? '', body }
}

const anna = () => signPersonToken(keys, { person: 'anna', role: 'person' }, 'notifications')
const ofAnna = async (path = '', sent: Sent = {}) => call(await anna(), `/preferences/anna${path}`, sent)
const MERGE = { method: 'PATCH', type: 'application/merge-patch+json' } as const

describe('preferences', () => {
  test('are the default ones at first, and what was put afterwards', async () => {
    const first = await ofAnna()
    expect(first).toMatchObject({ status: 200, etag: '"0"', body: DEFAULTS })
    const wanted = {
      mode: 'daily',
      daily_at: '07:30',
      quiet: { from: '22:00', to: '06:00' },
      tz: 'Europe/Berlin',
      max_per_hour: 0,
      mutes: { subjects: [{ id: 's-1' }], people: ['ben'], all_until: '2026-01-01T00:00:00.000Z' },
      urgent: ['s-2'],
      mail: 'always',
    }
    const put = await ofAnna('', { method: 'PUT', json: wanted, match: first.etag })
    expect(put).toEqual({ status: 200, etag: '"1"', body: wanted })
    expect(await ofAnna()).toEqual(put)
  })

  test('are patched field by field; null sets the default', async () => {
    const json = { quiet: { from: '22:00', to: '06:00' }, mode: 'hourly' }
    expect((await ofAnna('', { ...MERGE, match: '*', json })).body).toEqual({ ...DEFAULTS, ...json })
    const then = { mode: null, quiet: { to: '07:00' } }
    expect((await ofAnna('', { ...MERGE, match: '"1"', json: then })).body).toEqual({
      ...DEFAULTS,
      quiet: { from: '22:00', to: '07:00' },
    })
    const last = { quiet: null }
    expect((await ofAnna('', { ...MERGE, match: '*', json: last })).body).toEqual(DEFAULTS)
  })

  test.each(['PUT', 'PATCH'])(
    '%s needs If-Match (428) with the state that was read (412)',
    async (method) => {
      const sent = { ...(method === 'PATCH' ? MERGE : { method }), json: { mode: 'hourly' } }
      expect(await ofAnna('', sent)).toMatchObject({ status: 428, body: { field: 'If-Match' } })
      expect((await ofAnna('', { ...sent, match: '"0"' })).status).toBe(200)
      expect(await ofAnna('', { ...sent, match: '"0"' })).toMatchObject({ status: 412 })
    },
  )

  test.each([
    [{ mode: 'weekly' }, 'mode'],
    [{ daily_at: '24:00' }, 'daily_at'],
    [{ quiet: { from: '7:00', to: '08:00' } }, 'quiet.from'],
    [{ quiet: { from: '07:00', to: '07:00' } }, 'quiet.to'],
    [{ tz: 'Mars/Olympus' }, 'tz'],
    [{ max_per_hour: 1_001 }, 'max_per_hour'],
    [{ max_per_hour: -1 }, 'max_per_hour'],
    [{ mutes: { people: ['../x'] } }, 'mutes.people.0'],
    [{ mutes: { subjects: [{ id: 's', until: 'soon' }] } }, 'mutes.subjects.0.until'],
    [{ urgent: Array.from({ length: 201 }, (_, place) => `s-${place}`) }, 'urgent'],
  ])('that are wrong are refused by the name of the field: %j', async (json, field) => {
    for (const sent of [{ method: 'PUT' }, MERGE]) {
      expect(await ofAnna('', { ...sent, json, match: '*' })).toMatchObject({ status: 400, body: { field } })
    }
  })

  test('are for their person, and the admin; services read them', async () => {
    const ben = await signPersonToken(keys, { person: 'ben', role: 'person' }, 'notifications')
    const service = await signServiceToken(keys, 'storage', 'notifications')
    const put = { method: 'PUT', json: {}, match: '*' }
    for (const sent of [{}, put, { ...put, ...MERGE }]) {
      expect(await call(ben, '/preferences/anna', sent)).toMatchObject({ status: 403 })
    }
    const mute = { method: 'POST', json: { all: true } }
    expect(await call(ben, '/preferences/anna/mutes', mute)).toMatchObject({ status: 403 })
    expect((await call(service, '/preferences/anna')).status).toBe(200)
    expect((await call(service, '/preferences/anna', put)).status).toBe(403)
  })
})

describe('a mute', () => {
  const mute = (json: unknown) => ofAnna('/mutes', { method: 'POST', json })

  test('of a search, a person or all is one call, and ends by another', async () => {
    const before = Date.now()
    await mute({ search: 's-1' })
    await mute({ search: 's-1', minutes: 60 })
    await mute({ person: 'ben' })
    await mute({ person: 'ben' })
    const { body } = await mute({ all: true })
    expect(body).toEqual({
      ...DEFAULTS,
      mutes: {
        subjects: [{ id: 's-1', until: expect.any(String) }],
        people: ['ben'],
        all_until: expect.any(String),
      },
    })
    const all = /"all_until":"([^"]+)"/u.exec(JSON.stringify(body))?.[1] ?? ''
    expect(Date.parse(all)).toBeGreaterThanOrEqual(before + 3_600_000)
    for (const query of ['search=s-1', 'person=ben', 'all=true', 'search=unknown']) {
      expect((await ofAnna(`/mutes?${query}`, { method: 'DELETE' })).status).toBe(200)
    }
    expect((await ofAnna()).body).toEqual(DEFAULTS)
  })

  test.each([
    {},
    { search: 's', person: 'ben' },
    { search: '../' },
    { all: false },
    { all: true, minutes: 0 },
  ])('of nothing, of two things or with wrong values is refused: %j', async (json) => {
    expect(await mute(json)).toMatchObject({ status: 400, body: { field: expect.any(String) } })
  })

  test('does not fit into a full list, and concurrent ones are all kept', async () => {
    const people = Array.from({ length: 198 }, (_, place) => `p-${place}`)
    await ofAnna('', { method: 'PUT', match: '*', json: { mutes: { people } } })
    const answers = await Promise.all(['a', 'b'].map((person) => mute({ person })))
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    expect(await mute({ person: 'c' })).toMatchObject({ status: 409, body: { code: 'too_many_mutes' } })
  })
})
