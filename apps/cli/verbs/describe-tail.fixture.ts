import { beforeAll, describe, expect, test } from 'vitest'
import { openBusReader, openBusWriter } from '#lib/event-bus/open.ts'
import { EVENTS } from '#lib/event-bus/topics.ts'
import { tryDecodeEvent } from '#lib/events/decode-event.ts'
import { newId } from '#lib/ids/new-id.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { push } from '../run-push.fixture.ts'

/** Time of the first event of these tests; each next event is one second later. */
export const START = Date.parse('2026-01-02T03:04:05.000Z')

const TEST_MS = 90_000
const COUNT = 6

/** An event as the bus stores it. */
export function valueOf(number: number, type = 'w'): string {
  return JSON.stringify({
    specversion: '1.0',
    id: `e-${number}`,
    source: '/tracker/local',
    type,
    subject: 'phone-1',
    time: new Date(START + number * 1_000).toISOString(),
    datacontenttype: 'application/json',
    data: { params: { number }, meta: { receivedAt: START, protocol: 'get', pod: 'p' } },
  })
}

/** Tests what `push tail` shows of a bus, the same for each adapter. */
export function describeTail(where: string, busUrlOf: () => Promise<string>): void {
  describe(`push tail ${where}`, { timeout: TEST_MS }, () => {
    const type = `w-${newId().slice(-12)}`
    let environment: { HOME: string; BUS_URL: string }
    let partition = ''
    let first = 0

    // All events have the same key, so they are in one partition. Other tests may have used the same bus.
    beforeAll(async () => {
      environment = { HOME: temporaryFolder(), BUS_URL: await busUrlOf() }
      const bus = await openBusWriter(environment.BUS_URL)
      const records = Array.from({ length: COUNT }, (_, n) => ({
        key: type,
        value: valueOf(n, type),
        timestamp: Date.now(),
      }))
      const before = await ends()
      await bus.publish(EVENTS.name, records)
      await bus.close()
      const after = await ends()
      for (const [number, end] of after) {
        const begin = before.get(number) ?? 0
        if (end === begin) continue
        partition = String(number)
        first = begin
      }
    }, TEST_MS)

    async function ends(): Promise<ReadonlyMap<number, number>> {
      const options = { group: newId(), topics: [EVENTS.name], from: 'latest', isCommitting: false } as const
      const reader = await openBusReader(environment.BUS_URL, options)
      const places = await reader.lag()
      await reader.close()
      return new Map(places.map(({ partition: number, end }) => [number, end]))
    }

    async function idsOf(...words: string[]): Promise<string[]> {
      const { code, out, error } = await push(environment, 'tail', '--type', type, '--json', ...words)
      expect([code, error.replaceAll(/^waiting for .*\n/gmu, '')]).toEqual([0, ''])
      return out
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => tryDecodeEvent(line)?.id ?? line)
    }

    test('shows events from the beginning to the current end', async () => {
      const ids = await idsOf('--offset', 'beginning', '--exit')
      expect(ids).toEqual(Array.from({ length: COUNT }, (_, n) => `e-${n}`))
    })

    test('shows the last events', async () => {
      expect(await idsOf('--offset', '-2', '--partition', partition, '--exit')).toEqual(['e-4', 'e-5'])
    })

    test('shows a number of events from an offset on', async () => {
      const words = ['--offset', String(first + 1), '--partition', partition, '--count', '3']
      expect(await idsOf(...words)).toEqual(['e-1', 'e-2', 'e-3'])
    })

    test('shows events since a time', async () => {
      const since = new Date(Date.now() - 3_600_000).toISOString()
      expect(await idsOf('--offset', since, '--exit')).toHaveLength(COUNT)
    })

    test('shows nothing of another partition', async () => {
      const other = String((Number(partition) + 1) % EVENTS.partitions)
      expect(await idsOf('--offset', 'beginning', '--partition', other, '--exit')).toEqual([])
    })
  })
}
