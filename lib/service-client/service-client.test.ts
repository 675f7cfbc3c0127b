import { join } from 'node:path'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { openKeyRing, type KeyRing } from '#lib/auth/key-file.ts'
import { verifyServiceToken } from '#lib/auth/tokens.ts'
import { anOutgoingEvent } from '#lib/builders/an-outgoing-event.ts'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { askBlockedPeople } from '#lib/service-client/blocked-people.ts'
import { askDeviceOwner } from '#lib/service-client/device-owner.ts'
import { openServiceClient } from '#lib/service-client/service-client.ts'
import { tellTracker } from '#lib/service-client/tell-tracker.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'

interface Asked {
  readonly method: string
  readonly path: string
  readonly headers: Headers
  readonly body: string
}

let keys: KeyRing
let asked: Asked[]

beforeEach(async () => {
  keys = await openKeyRing(join(temporaryFolder(), 'keys.json'))
  asked = []
})

/** A client of a station that answers with the given function; its requests are recorded. */
function aClient(answer: (asked: Asked) => Response | Promise<Response>) {
  const server = Bun.serve({
    development: false,
    port: 0,
    async fetch(request) {
      const { pathname, search } = new URL(request.url)
      const one = {
        method: request.method,
        path: pathname + search,
        headers: request.headers,
        body: await request.text(),
      }
      asked.push(one)
      return answer(one)
    },
  })
  onTestFinished(() => server.stop(true))
  return openServiceClient({ keys, service: 'storage', audience: 'tracker', url: server.url.href })
}

describe('call()', () => {
  test('sends a token of the service for that station only', async () => {
    await aClient(() => new Response()).call('/x?a=1')
    expect(asked).toMatchObject([{ method: 'GET', path: '/x?a=1', body: '' }])
    const token = asked[0]?.headers.get('authorization')?.replace('Bearer ', '') ?? ''
    expect(await verifyServiceToken(keys, token, 'tracker')).toBe('storage')
    expect(await verifyServiceToken(keys, token, 'matching')).toBeUndefined()
  })

  test('sends JSON with its content type', async () => {
    await aClient(() => new Response()).call('/x', { method: 'PUT', json: { a: null } })
    expect(asked).toMatchObject([{ method: 'PUT', body: '{"a":null}' }])
    expect(asked[0]?.headers.get('content-type')).toBe('application/json')
  })

  test.each([204, 404, 500, 503])('returns the response %i unchanged', async (status) => {
    const response = await aClient(() => new Response(null, { status })).call('/x')
    expect(response.status).toBe(status)
  })

  test('follows no redirect, because the token is for that station only', async () => {
    const client = aClient(({ path }) => (path === '/x' ? Response.redirect('/y') : new Response()))
    await expect(client.call('/x')).rejects.toThrow(UnavailableError)
    expect(asked.map(({ path }) => path)).toEqual(['/x'])
  })

  test('rejects with UnavailableError when nobody listens, without quoting the token', async () => {
    const server = Bun.serve({ development: false, port: 0, fetch: () => new Response() })
    const url = server.url.href
    await server.stop(true)
    const client = openServiceClient({ keys, service: 'storage', audience: 'tracker', url })
    const error = await client.call('/x').catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(UnavailableError)
    expect((error as Error).message).toContain('Cannot call GET /x of tracker at http://')
    expect((error as Error).message).not.toMatch(/Bearer|eyJ/u)
  })

  test('rejects with UnavailableError when the caller aborts', async () => {
    const controller = new AbortController()
    const client = aClient(() => {
      controller.abort()
      return new Promise<Response>(() => undefined)
    })
    await expect(client.call('/x', { signal: controller.signal })).rejects.toThrow(UnavailableError)
  })
})

describe('askDeviceOwner()', () => {
  test('returns the person and the key, or undefined if nobody registered the device', async () => {
    const client = aClient(({ path }) =>
      path.includes('phone-1')
        ? Response.json({ person: 'anna', key_id: 'key-1' })
        : new Response(null, { status: 404 }),
    )
    expect(await askDeviceOwner(client, 'phone-1')).toEqual({ person: 'anna', keyId: 'key-1' })
    expect(await askDeviceOwner(client, 'phone-2')).toBeUndefined()
  })

  test('encodes the device id in the path', async () => {
    const client = aClient(() => new Response(null, { status: 404 }))
    await askDeviceOwner(client, 'a/../../b?c#d%2F')
    expect(asked[0]?.path).toBe('/accounts/devices/a%2F..%2F..%2Fb%3Fc%23d%252F/owner')
  })

  test('does not treat an error as "nobody"', async () => {
    for (const status of [401, 403, 500, 503]) {
      await expect(
        askDeviceOwner(
          aClient(() => new Response(null, { status })),
          'x',
        ),
      ).rejects.toThrow(UnavailableError)
    }
    await expect(
      askDeviceOwner(
        aClient(() => Response.json({ owner: 'anna' })),
        'x',
      ),
    ).rejects.toThrow('person')
  })
})

describe('askBlockedPeople()', () => {
  const question = { person: 'anna', others: ['ben', 'carl'] }

  test('returns the people that matching names', async () => {
    const client = aClient(() => Response.json({ people: ['carl'] }))
    expect(await askBlockedPeople(client, question)).toEqual(new Set(['carl']))
    expect(asked).toMatchObject([{ method: 'POST', path: '/matching/blocks/between' }])
    expect(JSON.parse(asked[0]?.body ?? '')).toEqual(question)
  })

  test('does not treat an error as "none", and has a short time-out', async () => {
    for (const status of [400, 401, 403, 500, 503]) {
      const client = aClient(() => new Response(null, { status }))
      await expect(askBlockedPeople(client, question)).rejects.toThrow(UnavailableError)
    }
    const silent = aClient(() => new Promise<Response>(() => undefined))
    await expect(askBlockedPeople(silent, question)).rejects.toThrow(UnavailableError)
    await expect(
      askBlockedPeople(
        aClient(() => Response.json({})),
        question,
      ),
    ).rejects.toThrow('people')
  })
})

describe('tellTracker()', () => {
  const idsOf = ({ body }: Asked) =>
    (JSON.parse(body) as { batch: { id: string }[] }).batch.map(({ id }) => id)

  test('posts events as a batch, with their own ids and times', async () => {
    const event = anOutgoingEvent({ id: 'e-1', type: 'srch', time: 5, params: { _id: 's-1' } })
    await tellTracker(
      aClient(() => Response.json({ results: {} })),
      [event],
    )
    expect(asked).toMatchObject([{ method: 'POST', path: '/v1/batch' }])
    expect(JSON.parse(asked[0]?.body ?? '')).toEqual({
      batch: [{ id: 'e-1', type: 'srch', ts: 5, params: { _id: 's-1' } }],
    })
  })

  test.each([400, 401, 413, 429, 500, 503])('rejects when the tracker answers %i', async (status) => {
    const client = aClient(() => new Response(null, { status }))
    await expect(tellTracker(client, [anOutgoingEvent()])).rejects.toThrow(
      `Cannot send 1 events to the tracker: it answered ${status}`,
    )
    expect(asked).toHaveLength(1)
  })

  test('halves a batch that is too large for this tracker until each part is accepted, in order', async () => {
    const events = Array.from({ length: 7 }, () => anOutgoingEvent())
    const taken: string[] = []
    const client = aClient((one) => {
      const ids = idsOf(one)
      if (ids.length > 2) return new Response(null, { status: 413 })
      taken.push(...ids)
      return Response.json({ results: {} })
    })
    await tellTracker(client, events)
    expect(taken).toEqual(events.map(({ id }) => id))
  })
})
