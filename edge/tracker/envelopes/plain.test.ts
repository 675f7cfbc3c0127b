import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { signDeviceKey } from '#lib/auth/tokens.ts'
import { openTrackerWorld, type TrackerWorld } from '../open-tracker-world.fixture.ts'

let world: TrackerWorld

beforeAll(async () => {
  world = await openTrackerWorld()
})
afterAll(() => world.close())

function post(body: string, path = '/v1/events') {
  const headers = { 'content-type': 'application/json' }
  return world.tracker().request(path, { method: 'POST', headers, body }, {})
}

describe('no field of an event is lost', () => {
  test.each([
    ['fields without params', '{"type":"w","n":1,"a":[2]}', { n: 1, a: [2] }],
    [
      'its own source, time and version',
      '{"type":"w","source":"mail","time":"noon","data":{"x":1}}',
      { source: 'mail', time: 'noon', data: { x: 1 } },
    ],
    ['a field beside the params', '{"type":"w","price":12,"params":{"n":1}}', { n: 1, price: 12 }],
    [
      'source and time beside the params',
      '{"type":"w","source":"mail","time":7,"params":{"n":1}}',
      { n: 1, source: 'mail', time: 7 },
    ],
    ['params of null', '{"type":"w","params":null,"n":1}', { n: 1 }],
    ['a field called __proto__', '{"type":"w","__proto__":{"x":1},"params":{"n":1}}', null],
  ])('%s', async (_, body, params) => {
    expect((await post(body)).status).toBe(200)
    const [entry] = await world.entries()
    const kept = (JSON.parse(entry ?? '') as { p: unknown }).p
    if (params === null) expect(JSON.stringify(kept)).toBe('{"n":1,"__proto__":{"x":1}}')
    else expect(kept).toEqual(params)
  })

  test.each([
    ['[1,2,3]', 'params'],
    ['"x"', 'params'],
    ['7', 'params'],
    ['true', 'params'],
    ['616581622363398142', 'params'],
    ['{"n":1},"n":2', 'n'],
  ])('400: params of %s, naming "%s"', async (params, field) => {
    const body = `{"type":"w","id":"a","params":${params}}`
    const response = await post(body)
    expect([response.status, (await response.json()).field]).toEqual([400, field])
    const { results } = await (await post(`[${body}]`, '/v1/batch')).json()
    expect(results).toMatchObject({ a: { result: 'invalid', detail: expect.stringContaining(`"${field}"`) } })
    expect(await world.kept()).toEqual([])
  })

  test('the same value beside the params and in them is kept once', async () => {
    for (const n of [1, { a: [1] }]) {
      expect((await post(JSON.stringify({ type: 'w', n, params: { n } }))).status).toBe(200)
      expect(await world.kept()).toMatchObject([{ params: { n } }])
    }
  })
})

describe('null counts as absent', () => {
  test.each(['id', 'ts', 'di', 'sentAt', 'writeKey', 'specversion', 'source', 'time', 'dk'])(
    'of %s',
    async (field) => {
      for (const rest of ['"params":{"n":1}', '"n":1']) {
        expect((await post(`{"type":"w",${rest},"${field}":null}`)).status).toBe(200)
        const [event] = await world.kept()
        expect(event).toMatchObject({ device: undefined, params: { n: 1 } })
        expect(event?.id).toMatch(/^[0-9a-f-]{36}$/u)
      }
    },
  )

  test.each([
    ['{"n":null,"params":{"n":1}}', { n: 1 }],
    ['{"n":1,"params":{"n":null}}', { n: 1 }],
    ['{"n":null,"params":{"n":null}}', { n: null }],
  ])('beside params and in them: %s', async (event, params) => {
    expect((await post(`{"type":"w",${event.slice(1)}`)).status).toBe(200)
    expect((await world.kept()).map((each) => each.params)).toEqual([params])
  })

  test.each(['di', 'ts'])('of %s among the params', async (field) => {
    expect((await post(`{"type":"w","params":{"${field}":null}}`)).status).toBe(200)
    expect(await world.kept()).toMatchObject([{ device: undefined, params: { [field]: null } }])
  })
})

describe('an id', () => {
  test.each([
    ['"a"', 'a'],
    ['100', '100'],
    ['9007199254740991', '9007199254740991'],
    ['616581622363398142', '616581622363398142'],
    ['"616581622363398142"', '616581622363398142'],
  ])('%s is kept with every digit', async (id, kept) => {
    expect(await (await post(`{"type":"w","id":${id}}`)).json()).toEqual({ status: 'ok', id: kept })
    expect(await world.kept()).toMatchObject([{ id: kept }])
  })

  test('two numbers that are equal as doubles are two ids', async () => {
    const ids = ['616581622363398142', '616581622363398143']
    const { results } = await (
      await post(`[${ids.map((id) => `{"type":"w","id":${id}}`).join()}]`, '/v1/batch')
    ).json()
    expect(results).toEqual(Object.fromEntries(ids.map((id) => [id, { result: 'ok' }])))
    expect((await world.kept()).map(({ id }) => id)).toEqual(ids)
  })

  test.each(['""', '0', '-1', '1.5', 'true', 'false', '{}', '[]', '["a"]', '"a b"', '"a/b"'])(
    'cannot be %s: 400',
    async (id) => {
      const response = await post(`{"type":"w","id":${id}}`)
      expect([response.status, (await response.json()).field]).toEqual([400, 'id'])
      expect(await world.kept()).toEqual([])
    },
  )
})

test('a device key proves its device beside the params and in them, and is never kept', async () => {
  const dk = await signDeviceKey(world.keys, { device: 'phone-1', person: 'anna', keyId: 'key-1' })
  for (const event of [
    { type: 'geo', di: 'phone-1', dk, params: { lt: 1, lg: 2 } },
    { type: 'geo', dk, params: { di: 'phone-1', lt: 1, lg: 2 } },
    { type: 'geo', di: 'phone-1', dk, lt: 1, lg: 2 },
    { type: 'geo', params: { di: 'phone-1', dk, lt: 1, lg: 2 } },
    { type: 'geo', dk: null, params: { di: 'phone-1', dk, lt: 1, lg: 2 } },
    { type: 'geo', dk, params: { di: 'phone-1', dk: null, lt: 1, lg: 2 } },
    { specversion: '1.0', type: 'geo', subject: 'phone-1', dk, data: { dk: null, lt: 1, lg: 2 } },
  ]) {
    expect((await post(JSON.stringify(event))).status).toBe(200)
    const [entry] = await world.entries()
    expect(JSON.parse(entry ?? '')).toMatchObject({ d: 'phone-1', y: 'anna' })
    expect(entry).not.toContain(dk)
  }
})
