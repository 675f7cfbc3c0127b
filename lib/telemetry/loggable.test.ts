import { connect } from 'node:net'
import { describe, expect, test } from 'vitest'
import { redactText } from '#lib/privacy/redact-text.ts'
import { loggable } from '#lib/telemetry/loggable.ts'
import { freePorts } from '../../tests/builders/free-ports.ts'

const PLANTED = 'pl4nted-s3cret'
const describeSafely = (value: unknown) => loggable(value, redactText)

async function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => expect.unreachable(),
    (error: unknown) => error,
  )
}

describe('no secret of an error is logged', () => {
  test("errors of Bun's fetch contain the whole URL", async () => {
    const [port] = await freePorts(1)
    const url = `http://127.0.0.1:${port}/t/geo?di=${PLANTED}&lt=52.520008&lg=13.404954`
    const error = await failureOf(fetch(url))
    // Without this property the test checks nothing.
    expect(JSON.stringify({ ...(error as object) })).toContain(PLANTED)
    const line = JSON.stringify(describeSafely({ error }))
    expect(line).not.toContain(PLANTED)
    expect(line).not.toContain('52.52')
    expect(line).toContain('ECONNREFUSED')
  })

  test('system error codes stay', async () => {
    const [port = 0] = await freePorts(1)
    const error = await failureOf(
      new Promise((_, reject) => void connect(port, '127.0.0.1').once('error', reject)),
    )
    expect(describeSafely(error)).toMatchObject({
      code: 'ECONNREFUSED',
      message: expect.stringContaining('ECONNREFUSED'),
    })
  })

  const request = { url: `http://h/?k=${PLANTED}`, headers: { authorization: `Bearer ${PLANTED}` } }
  test.each([
    [
      'in a field of a client',
      Object.assign(new Error('failed'), { request, config: request, path: request.url }),
    ],
    ['in its message', new Error(`Cannot reach redis://u:${PLANTED}@h`)],
    [
      'in its stack',
      Object.assign(new Error('failed'), { stack: `Error: redis://u:${PLANTED}@h\n at x (y.ts:1:1)` }),
    ],
    ['in its name', Object.assign(new Error('failed'), { name: `http://h/?${PLANTED}` })],
    ['in its code', Object.assign(new Error('failed'), { code: `http://h/?${PLANTED}` })],
    ['in its cause', new Error('failed', { cause: new Error(`token=${PLANTED}`) })],
    ['in a cause that is a text', new Error('failed', { cause: `http://h/?k=${PLANTED}` })],
    [
      'in a cause that is an object',
      new Error('failed', { cause: { password: PLANTED, nested: { token: PLANTED } } }),
    ],
    [
      'in one of several errors',
      new AggregateError([new Error('a'), new Error(`http://h/?k=${PLANTED}`)], 'all failed'),
    ],
    ['in a list', [new Error(`secret=${PLANTED}`)]],
    [
      'in a field next to it',
      { url: new URL(`http://u:${PLANTED}@h/`), deep: { apiKey: PLANTED, cookie: PLANTED } },
    ],
    [
      'in a class of a library',
      { headers: new Headers({ authorization: PLANTED }), map: new Map([['a', PLANTED]]) },
    ],
    ['in the name of a field', { [`http://h/?k=${PLANTED}`]: 1 }],
    ['in bytes', { body: Buffer.from(PLANTED) }],
  ])('%s', (_, hostile) => {
    expect(JSON.stringify(describeSafely(hostile))).not.toContain(PLANTED)
  })

  test('positions are hidden by the names of their fields', () => {
    expect(describeSafely({ lat: 52.52, lng: 13.4, position: { x: 1 }, count: 2 })).toEqual({
      lat: '***',
      lng: '***',
      position: '***',
      count: 2,
    })
  })
})

describe('any value can be described', () => {
  const circular: Record<string, unknown> = { name: 'a' }
  circular['self'] = circular
  const throwing = new Error('throws')
  Object.defineProperty(throwing, 'code', { get: () => expect.fail('asked') })
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  test.each([
    [circular, { name: 'a', self: '[circular]' }],
    [
      { error: throwing, count: 1 },
      { error: '[unreadable]', count: 1 },
    ],
    [{ proxy }, { proxy: '[unreadable]' }],
    [
      { big: 12n, when: new Date(0), never: new Date(Number.NaN) },
      { big: '12', when: '1970-01-01T00:00:00.000Z', never: 'invalid date' },
    ],
    [{ call: () => 1, toJSON: () => expect.fail('called') }, {}],
    [Object.assign(Object.create(null), { a: 1 }), { a: 1 }],
    [undefined, undefined],
    [null, null],
  ])('%#', (hostile, described) => {
    expect(JSON.parse(JSON.stringify({ of: describeSafely(hostile) }))).toEqual(
      JSON.parse(JSON.stringify({ of: described })),
    )
  })

  test('an error that is its own cause', () => {
    const endless = new Error('endless')
    endless.cause = endless
    expect(describeSafely(endless)).toMatchObject({ message: 'endless', cause: '[circular]' })
  })

  test('the result has a limited size', () => {
    let deep: unknown = PLANTED
    for (let depth = 0; depth < 10_000; depth += 1) deep = { deep }
    const wide = Array.from({ length: 100_000 }, (_, index) => index)
    expect(JSON.stringify(describeSafely({ deep, wide, text: 'x'.repeat(1_000_000) })).length).toBeLessThan(
      10_000,
    )
  })
})
