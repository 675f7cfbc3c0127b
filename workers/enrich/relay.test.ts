import { beforeEach, describe, expect, test } from 'vitest'
import { aTrackedEvent } from '#lib/builders/a-tracked-event.ts'
import { openBusReader, openBusWriter } from '#lib/event-bus/open.ts'
import type { BusWriter } from '#lib/event-bus/event-bus.ts'
import { DEAD, EVENTS } from '#lib/event-bus/topics.ts'
import type { DeadLetter } from '#lib/events/dead-letter.ts'
import { decodeEvent } from '#lib/events/decode-event.ts'
import { encodeTracked, type TrackedEvent } from '#lib/events/tracked-event.ts'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { openStreamReader, openStreamWriter } from '#lib/stream-log/open.ts'
import {
  ENTRY_OUTCOMES,
  type EntryOutcome,
  type StreamEntry,
  type StreamReader,
  type StreamWriter,
} from '#lib/stream-log/stream-log.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { RefusedError } from '#lib/errors/refused-error.ts'
import { openDrain } from './open-drain.ts'
import { relay, type RelayOptions } from './relay.ts'
import { openSteps } from './steps/all-steps.ts'
import { klag } from './steps/klag.ts'
import { keep, type Outcome } from './steps/step.ts'

const CITIES = {
  find: (address: string | undefined) => ({ country: address === undefined ? 'XX' : 'DE', city: 'Berlin' }),
}
const WINDOW_MS = 60_000

let folder: string
let writer: StreamWriter
let stream: StreamReader
let bus: BusWriter
let outcomes: EntryOutcome[]
let failed: string[]

beforeEach(async () => {
  folder = temporaryFolder()
  writer = await openStreamWriter(`sqlite:${folder}/stream.db`)
  stream = await openStreamReader(`sqlite:${folder}/stream.db`, { group: 'enrich', consumer: 'one' })
  bus = await openBusWriter(`sqlite:${folder}/bus.db`)
  outcomes = []
  failed = []
  return async () => {
    await Promise.all([writer.close(), stream.close(), bus.close()])
  }
})

function options(over: Partial<RelayOptions> = {}): RelayOptions {
  return {
    stream,
    bus,
    steps: openSteps({ cities: CITIES, now: Date.now }),
    dedupWindowMs: WINDOW_MS,
    onStepFailed: (step) => failed.push(step),
    onDone: (done) => outcomes.push(...ENTRY_OUTCOMES.flatMap((outcome) => done[outcome].map(() => outcome))),
    ...over,
  }
}

function anEvent(over: Partial<TrackedEvent> = {}): string {
  return encodeTracked(
    aTrackedEvent({
      id: 'e-1',
      type: 'geo',
      ip: '198.51.100.0',
      userAgent:
        'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
      person: 'anna',
      key: 'id-of-shop',
      ...over,
    }),
  )
}

async function published(topic: string): Promise<string[]> {
  const values: string[] = []
  const reader = await openBusReader(`sqlite:${folder}/bus.db`, {
    group: 'test',
    topics: [topic],
    from: 'earliest',
    isCommitting: false,
  })
  const end = (await reader.lag()).reduce((sum, partition) => sum + partition.end, 0)
  await reader.run(({ records }) => {
    values.push(...records.map(({ value }) => value))
    return Promise.resolve()
  })
  await expect.poll(() => values.length).toBe(end)
  await reader.close()
  return values
}

test('an entry becomes a CloudEvent with place, device and klag; then it is acked', async () => {
  await writer.append([anEvent()])
  await relay(await stream.take(10, 0), options())
  const [event] = (await published(EVENTS.name)).map(decodeEvent)
  expect(event).toMatchObject({
    specversion: '1.0',
    id: 'e-1',
    source: '/tracker/local',
    subject: 'phone-1',
    time: '2023-11-14T22:13:20.000Z',
    data: {
      params: { di: 'phone-1' },
      meta: {
        country: 'DE',
        city: 'Berlin',
        os: 'iOS 17.5',
        browser: 'Mobile Safari 17',
        device: 'Apple iPhone',
        isBot: false,
        proven: true,
        person: 'anna',
        key: 'id-of-shop',
      },
    },
  })
  expect(event?.data.meta.klag).toBeGreaterThanOrEqual(0)
  expect(await stream.books()).toEqual({
    added: 1,
    published: 1,
    duplicate: 0,
    dead: 0,
    pending: 0,
    unread: 0,
  })
})

test('a second copy is a duplicate; another device, source, run or client source is another event', async () => {
  await writer.append([
    anEvent(),
    anEvent(),
    anEvent({ device: 'phone-2' }),
    anEvent({ source: '/service/storage' }),
    anEvent({ replay: 'run-1' }),
    // The concatenated fields of both are the same text.
    anEvent({ device: 'phone-1e', id: '-1' }),
    // The same id from two client sources.
    anEvent({ clientSource: '/studio' }),
    anEvent({ clientSource: '/lms' }),
    anEvent({ clientSource: '/studio' }),
  ])
  await relay(await stream.take(2, 0), options())
  await relay(await stream.take(10, 0), options())
  const events = (await published(EVENTS.name)).map(decodeEvent)
  expect(events).toHaveLength(7)
  expect(new Set(events.map(({ clientsource }) => clientsource))).toEqual(
    new Set([undefined, '/lms', '/studio']),
  )
  expect(await stream.books()).toMatchObject({ published: 7, duplicate: 2, pending: 0 })
})

test('an unreadable entry is buried with reason and original, and does not affect others', async () => {
  await writer.append(['{"i":1}', anEvent(), 'no json'])
  await relay(await stream.take(10, 0), options())
  expect(await published(EVENTS.name)).toHaveLength(1)
  const letters = (await published(DEAD.name)).map(
    (value) => JSON.parse(value) as { reason: string; original: string },
  )
  expect(letters.map(({ original }) => original).sort()).toEqual(['no json', '{"i":1}'])
  expect(letters.every(({ reason }) => reason.startsWith('unreadable: '))).toBe(true)
  expect(outcomes.sort()).toEqual(['dead', 'dead', 'published'])
})

test('the attributes of the CloudEvent of the client are kept', async () => {
  await writer.append([anEvent({ clientSource: '/studio', attributes: { dataschema: '/w', sequence: 7 } })])
  await relay(await stream.take(10, 0), options())
  expect((await published(EVENTS.name)).map(decodeEvent)).toMatchObject([
    {
      source: '/tracker/local',
      clientsource: '/studio',
      data: { meta: { attributes: { dataschema: '/w', sequence: 7 } } },
    },
  ])
})

test('an entry of an old version without client sources is readable', async () => {
  const { cs: _source, x: _attributes, ...old } = JSON.parse(anEvent()) as Record<string, unknown>
  await writer.append([JSON.stringify(old)])
  await relay(await stream.take(10, 0), options())
  const [value = ''] = await published(EVENTS.name)
  expect(Object.keys(JSON.parse(value) as object)).not.toContain('clientsource')
  expect(outcomes).toEqual(['published'])
})

// Failures of steps that are not allowed, but possible.
const FAILURES: readonly (readonly [string, () => unknown])[] = [
  [
    'throws',
    () => {
      throw new Error('out of order')
    },
  ],
  [
    'throws a value that is not an error',
    () => {
      // oxlint-disable-next-line typescript/only-throw-error
      throw Object.create(null)
    },
  ],
  ['answers nothing', () => undefined],
  ['answers null', () => null],
  ['answers text', () => 'keep'],
  ['answers an unknown outcome', () => ({ kind: 'drop' })],
  ['keeps without fields', () => ({ kind: 'keep' })],
  ['buries without a reason', () => ({ kind: 'bury' })],
  ['adds a value that JSON cannot represent', () => ({ kind: 'keep', meta: { city: 1n } })],
  ['adds NaN', () => ({ kind: 'keep', meta: { klag: Number.NaN } })],
  ['adds a cyclic value', () => ({ kind: 'keep', meta: { city: [FAILURES] } })],
  ['answers later', () => Promise.resolve({ kind: 'keep', meta: {} })],
  ['rejects', () => Promise.reject(new Error('out of order'))],
]

test.each(FAILURES)('an event continues without a step that %s, and is marked', async (_, work) => {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const broken = { name: 'broken', look: () => work() as Outcome }
  const late = { name: 'klag', look: klag.open({ now: () => Infinity }) }
  const steps = [...openSteps({ cities: CITIES, now: Date.now }), broken, late]
  await writer.append([anEvent({ quality: ['null-island'] }), anEvent({ id: 'e-2' })])
  await relay(await stream.take(10, 0), options({ steps }))
  const events = (await published(EVENTS.name)).map(decodeEvent)
  expect(events.map(({ data }) => data.meta)).toMatchObject([
    { country: 'DE', browser: 'Mobile Safari 17', quality: ['null-island', 'broken-failed', 'klag-failed'] },
    { country: 'DE', browser: 'Mobile Safari 17', quality: ['broken-failed', 'klag-failed'] },
  ])
  // The fields of the step that succeeded are kept.
  expect(events[0]?.data.meta.klag).toEqual(expect.any(Number))
  expect(await published(DEAD.name)).toEqual([])
  expect(failed).toEqual(['broken', 'klag', 'broken', 'klag'])
  expect(outcomes).toEqual(['published', 'published'])
})

test('a step can bury an event with a reason', async () => {
  const steps = [
    {
      name: 'strict',
      look: ({ id }: TrackedEvent): Outcome =>
        id === 'bad' ? { kind: 'bury', reason: 'nobody can use it' } : keep({}),
    },
  ]
  await writer.append([anEvent({ id: 'bad' }), anEvent({ id: 'good' })])
  await relay(await stream.take(10, 0), options({ steps }))
  expect(await published(DEAD.name)).toEqual([expect.stringContaining('strict: nobody can use it')])
  expect((await published(EVENTS.name)).map(decodeEvent)).toMatchObject([{ id: 'good' }])
})

describe('no entry blocks its batch:', () => {
  const DEEP = 100_000

  test.each([
    ['a time out of range', anEvent({ time: -1.7e16 })],
    ['a receive time out of range', anEvent({ receivedAt: 1e300 })],
    [
      'params nested too deeply',
      anEvent({ params: { x: 'DEEP' } }).replace('"DEEP"', '['.repeat(DEEP) + ']'.repeat(DEEP)),
    ],
  ])('%s', async (_, entry) => {
    const good = ['a', 'b'].map((id) => anEvent({ id }))
    await writer.append([...good.slice(0, 1), entry, ...good.slice(1)])
    await relay(await stream.take(10, 0), options())
    expect((await published(EVENTS.name)).map((value) => decodeEvent(value).id).sort()).toEqual(['a', 'b'])
    const [letter = ''] = await published(DEAD.name)
    expect(JSON.parse(letter)).toMatchObject({ reason: expect.stringMatching(/^(?:unreadable|bus): \w/u) })
    expect(await stream.books()).toMatchObject({ published: 2, dead: 1, pending: 0 })
  })

  test('one to which a step added a value that JSON cannot represent', async () => {
    const steps = [
      {
        name: 'careless',
        look({ id, params }: TrackedEvent): Outcome {
          if (id === 'bad') Object.assign(params, { count: 1n })
          return keep({})
        },
      },
    ]
    await writer.append(['a', 'bad', 'b'].map((id) => anEvent({ id })))
    await relay(await stream.take(10, 0), options({ steps }))
    expect((await published(EVENTS.name)).map((value) => decodeEvent(value).id).sort()).toEqual(['a', 'b'])
    expect(await published(DEAD.name)).toEqual([expect.stringContaining('bus: Cannot write event as JSON')])
  })

  test('one that is too large for the bus, whose original is cut to the limit', async () => {
    const small = 5_000
    const picky: BusWriter = {
      ...bus,
      publish: (topic, records) =>
        records.some(({ value }) => value.length > small)
          ? Promise.reject(new RefusedError('Cannot publish: too large'))
          : bus.publish(topic, records),
    }
    const large = anEvent({ id: 'large', params: { x: '👩‍👩‍👧'.repeat(small) } })
    await writer.append([anEvent({ id: 'a' }), large, anEvent({ id: 'b' }), 'no json'])
    await relay(await stream.take(10, 0), options({ bus: picky }))
    expect(await stream.books()).toMatchObject({ published: 2, dead: 2, pending: 0 })
    const letters = (await published(DEAD.name)).map((value) => JSON.parse(value) as DeadLetter)
    expect(letters.find(({ reason }) => reason.startsWith('bus: '))).toMatchObject({
      reason: 'bus: Cannot publish: too large',
      original: expect.stringMatching(/👩‍👩‍👧$/u),
      originalLength: large.length,
    })
    const kept = letters.find(({ reason }) => reason.startsWith('bus: '))?.original ?? ''
    expect(large.startsWith(kept)).toBe(true)
    expect([kept.length > 990, kept.length <= 1_000]).toEqual([true, true])
    expect(letters.find(({ reason }) => reason.startsWith('unreadable'))?.original).toBe('no json')
  })

  test('a tracker whose clock is ahead', async () => {
    const hour = 3_600_000
    await writer.append([anEvent({ receivedAt: Date.now() + 24 * hour })])
    const times: number[] = []
    const watched: BusWriter = {
      ...bus,
      publish: (topic, records) => {
        times.push(...records.map(({ timestamp }) => timestamp))
        return bus.publish(topic, records)
      },
    }
    await relay(await stream.take(10, 0), options({ bus: watched }))
    expect(times).toEqual([expect.toSatisfy((time: number) => time <= Date.now())])
  })
})

test('while the bus is down nothing is acked; later the same entries are published once', async () => {
  await writer.append([anEvent({ id: 'a' }), anEvent({ id: 'b' })])
  const entries = await stream.take(10, 0)
  const down: BusWriter = {
    ...bus,
    publish: () => Promise.reject(new UnavailableError('Cannot publish: down')),
  }
  await expect(relay(entries, options({ bus: down }))).rejects.toThrow('Cannot publish')
  expect(await stream.books()).toMatchObject({ published: 0, pending: 2 })
  await relay(entries, options())
  expect(await published(EVENTS.name)).toHaveLength(2)
  expect(await stream.books()).toMatchObject({ published: 2, duplicate: 0, pending: 0 })
})

test('openDrain() takes entries of a dead worker, continues after errors, and stops without unfinished batches', async () => {
  await writer.append([anEvent({ id: 'left' })])
  const dead = await openStreamReader(`sqlite:${folder}/stream.db`, { group: 'enrich', consumer: 'dead' })
  expect(await dead.take(10, 0)).toHaveLength(1)
  await dead.close()
  let isDown = true
  const flaky: BusWriter = {
    ...bus,
    publish: (topic, records) =>
      isDown ? Promise.reject(new UnavailableError('Cannot publish: down')) : bus.publish(topic, records),
  }
  const draining = openDrain({
    stream,
    relays: [(entries) => relay(entries, options({ bus: flaky }))],
    batchMax: 10,
    reclaimIdleMs: 0,
    retentionMs: 0,
    log: quietLog,
  })
  await writer.append([anEvent({ id: 'new' })])
  await expect.poll(() => draining.trouble()).toBeInstanceOf(UnavailableError)
  isDown = false
  await expect.poll(() => outcomes.length).toBe(2)
  expect(draining.trouble()).toBeUndefined()
  await draining.stop()
  expect(await stream.books()).toMatchObject({ added: 2, published: 2, pending: 0, unread: 0 })
})

test('openDrain() never gives a batch in progress to a second relay, however long the bus is unavailable', async () => {
  await writer.append([anEvent()])
  let reclaims = 0
  const watched: StreamReader = {
    ...stream,
    reclaim: (idleMs, max) => {
      reclaims += 1
      return stream.reclaim(idleMs, max)
    },
  }
  const gate = Promise.withResolvers<void>()
  let handed = 0
  const slow = async (entries: readonly StreamEntry[]) => {
    handed += entries.length
    await gate.promise
    await relay(entries, options())
  }
  await stream.take(1, 0)
  // One at a time: after a full batch of left entries the next loop looks for more immediately.
  const draining = openDrain({
    stream: watched,
    relays: [slow, slow],
    batchMax: 1,
    reclaimIdleMs: 0,
    retentionMs: 0,
    log: quietLog,
  })
  await expect.poll(() => reclaims).toBeGreaterThan(2)
  expect(handed).toBe(1)
  gate.resolve()
  await draining.stop()
  expect(outcomes).toEqual(['published'])
  expect(await published(EVENTS.name)).toHaveLength(1)
})
