import { expect, test } from 'vitest'
import { defineActingConsumer } from '#lib/event-bus/define-consumer.ts'
import { EVENTS } from '#lib/event-bus/topics.ts'
import { bud } from '#lib/events/bud.ts'

function aRecord(offset: number, over: Record<string, unknown> = {}, owner: unknown = 'importer:x') {
  const value = JSON.stringify({
    specversion: '1.0',
    id: `e-${offset}`,
    source: '/service/offers',
    type: 'bud',
    time: '2026-01-02T03:04:05.000Z',
    data: { params: { owner }, meta: { receivedAt: 0 } },
    ...over,
  })
  return { topic: EVENTS.name, partition: 0, offset, key: 'k', value, timestamp: 0 }
}

async function handed(replayed: 'take' | 'skip', ...records: readonly ReturnType<typeof aRecord>[]) {
  const seen: { acting: string[]; passed: string[]; raw: number }[] = []
  const consumer = defineActingConsumer({
    does: 'a test',
    topic: EVENTS,
    group: 'test',
    from: 'earliest',
    acts: [bud],
    replayed,
    handle:
      () =>
      async ({ acting, passed, raw }) => {
        seen.push({
          acting: acting.map(({ event, value }) => `${event.id} ${value.owner}`),
          passed: passed.map(({ event, why }) => `${event.id} ${why}`),
          raw: raw.records.length,
        })
        await Promise.resolve()
      },
  })
  await consumer.handle({})({ topic: EVENTS.name, partition: 0, records })
  return seen
}

test('a handler gets only proved and valid events, in order; those of its types that are not are listed with the reason', async () => {
  const records = [
    aRecord(1),
    aRecord(2, { source: '/tracker/local' }),
    { ...aRecord(3), value: 'no JSON' },
    aRecord(4, { type: 'geo' }),
    aRecord(5, {}, 7),
    aRecord(6),
  ]
  expect(await handed('skip', ...records)).toEqual([
    {
      acting: ['e-1 importer:x', 'e-6 importer:x'],
      passed: ['e-2 unproven', 'e-5 not valid'],
      raw: 6,
    },
  ])
})

test('copies of a replay are taken or skipped, as the consumer declares', async () => {
  const copy = aRecord(1, { replay: 'run-1' })
  expect(await handed('take', copy)).toMatchObject([{ acting: ['e-1 importer:x'] }])
  expect(await handed('skip', copy)).toMatchObject([{ acting: [], passed: [] }])
})
