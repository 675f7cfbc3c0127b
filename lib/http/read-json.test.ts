import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ProblemError } from '#lib/http/problem.ts'
import { readBytes, readJson, readText } from '#lib/http/read-json.ts'

const LIMITS = { bytesMax: 100, depthMax: 3 }
const URL_OF_ALL = 'http://localhost/'

interface Sent {
  readonly body?: BodyInit | null
  readonly headers?: Record<string, string>
}

function aRequest({ body = null, headers = {} }: Sent): Request {
  return new Request(URL_OF_ALL, { method: 'POST', body, headers })
}

/** A body that comes in chunks, without a length. `taken` counts the chunks that were read. */
function aStream(chunks: number, chunkBytes: number) {
  let taken = 0
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      taken += 1
      if (taken > chunks) controller.close()
      else controller.enqueue(new Uint8Array(chunkBytes).fill(0x20))
    },
  })
  return { body, taken: () => taken }
}

async function problemOf(sent: Sent) {
  const error = await readJson(aRequest(sent), LIMITS).catch((thrown: unknown) => thrown)
  return error instanceof ProblemError ? error.problem : undefined
}

describe('readJson()', () => {
  test('returns any JSON value', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ maxDepth: 2 }), async (value) => {
        const body = JSON.stringify(value)
        const read = await readJson(aRequest({ body }), { bytesMax: 100_000, depthMax: 10 })
        expect(JSON.stringify(read)).toBe(body)
      }),
      { numRuns: 100 },
    )
  })

  test('accepts a body of exactly the limit, and refuses one byte more, counted in bytes', async () => {
    const exact = JSON.stringify('ä'.repeat(49))
    expect(await readJson(aRequest({ body: exact }), LIMITS)).toBe('ä'.repeat(49))
    expect(await problemOf({ body: `${exact} ` })).toMatchObject({ status: 413, code: 'too_large' })
  })

  test('refuses a body by its announced length, before it reads', async () => {
    const { body, taken } = aStream(1_000, 10)
    const request = aRequest({ body, headers: { 'content-length': '101' } })
    await expect(readBytes(request, 100)).rejects.toMatchObject({ problem: { status: 413 } })
    expect(taken()).toBeLessThanOrEqual(1)
  })

  test('reads a stream without a length no further than the limit', async () => {
    const { body, taken } = aStream(1_000, 10)
    expect(await problemOf({ body })).toMatchObject({ status: 413 })
    expect(taken()).toBeLessThan(20)
  })

  test('does not trust an announced length that is too small or not a number', async () => {
    for (const length of ['1', 'abc', '-1']) {
      const { body } = aStream(1_000, 10)
      expect(await problemOf({ body, headers: { 'content-length': length } })).toMatchObject({ status: 413 })
    }
  })

  test.each(['gzip', 'deflate', 'br', 'identity, gzip'])('refuses %s', async (encoding) => {
    expect(await problemOf({ body: '1', headers: { 'content-encoding': encoding } })).toMatchObject({
      status: 415,
      code: 'bad_encoding',
    })
  })

  test('accepts the encoding "identity"', async () => {
    const headers = { 'content-encoding': 'identity' }
    expect(await readJson(aRequest({ body: '1', headers }), LIMITS)).toBe(1)
  })

  test('counts levels of arrays and objects alike', async () => {
    expect(await readJson(aRequest({ body: '[{"a":[1]}]' }), LIMITS)).toEqual([{ a: [1] }])
    expect(await problemOf({ body: '[{"a":[[]]}]' })).toMatchObject({ status: 400, code: 'too_deep' })
  })

  test('survives deep nesting', async () => {
    const body = '['.repeat(500_000) + ']'.repeat(500_000)
    const error = await readJson(aRequest({ body }), { bytesMax: 2_000_000, depthMax: 16 }).catch(
      (thrown: unknown) => thrown,
    )
    expect(error).toMatchObject({ problem: { status: 400, field: 'body' } })
  })

  test.each(['', ' ', '{', "{'a':1}", 'undefined', 'NaN', '{"a":1}x', '[1,]', '\0'])(
    'refuses %j, naming the body',
    async (body) => {
      expect(await problemOf({ body })).toMatchObject({ status: 400, code: 'bad_json', field: 'body' })
    },
  )

  test('refuses a request without a body', async () => {
    expect(await problemOf({})).toMatchObject({ status: 400, code: 'bad_json' })
  })

  test.each([[[0x22, 0xff, 0x22]], [[0x22, 0xc3, 0x22]], [[0x22, 0xed, 0xa0, 0x80, 0x22]]])(
    'refuses the bytes %j, which are not UTF-8',
    async (bytes) => {
      expect(await problemOf({ body: Uint8Array.from(bytes) })).toMatchObject({
        status: 400,
        code: 'bad_text',
        field: 'body',
      })
    },
  )

  test('ignores a byte order mark', async () => {
    expect(await readJson(aRequest({ body: '\ufeff{"a":1}' }), LIMITS)).toEqual({ a: 1 })
  })

  test('reads UTF-16 when the mark says so, and refuses half a character', async () => {
    const little = Buffer.from('\ufeff{"a":"ä😀"}', 'utf16le')
    for (const body of [little, Buffer.from(little).swap16()]) {
      expect(await readJson(aRequest({ body }), LIMITS)).toEqual({ a: 'ä😀' })
    }
    expect(await problemOf({ body: little.subarray(0, -1) })).toMatchObject({ status: 400, code: 'bad_text' })
  })

  test('joins characters that were cut between chunks', async () => {
    const bytes = new TextEncoder().encode('"äöü€😀"')
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const byte of bytes) controller.enqueue(Uint8Array.of(byte))
        controller.close()
      },
    })
    expect(await readJson(aRequest({ body }), LIMITS)).toBe('äöü€😀')
  })
})

test('a body that breaks off is answered 400, as a fault of the sender', async () => {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.error(new Error('reset'))
    },
  })
  await expect(readText(aRequest({ body }), 100)).rejects.toMatchObject({
    problem: { status: 400, code: 'body_broken' },
  })
})
