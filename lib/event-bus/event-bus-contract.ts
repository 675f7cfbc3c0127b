import { afterEach, describe, expect, test } from 'vitest'
import type {
  BusGroup,
  BusReader,
  BusReaderOptions,
  BusRecord,
  BusWriter,
  ReceivedRecord,
  RecordBatch,
} from '#lib/event-bus/event-bus.ts'
import { newId } from '#lib/ids/new-id.ts'

/** One bus on which both sides can be opened. Topics and groups of other tests may be on it too. */
export interface BusUnderTest {
  openWriter(): Promise<BusWriter>
  openReader(options: BusReaderOptions): Promise<BusReader>
  groups(): Promise<readonly BusGroup[]>
}

// Generous, because members of a real group take seconds to settle; a passing test never waits that long.
const soon = { timeout: 30_000, interval: 10 }
const TEST_MS = 60_000

// An hour ago: a bus may remove records at once that are older than its retention.
const BASE_MS = Date.now() - 3_600_000

/** The promises of the event bus port, each as a test. Every test has its own topic and group. */
export function describeEventBus(name: string, open: () => Promise<BusUnderTest>): void {
  describe(`event bus on ${name}`, { timeout: TEST_MS }, () => {
    const opened: { close(): Promise<void> }[] = []

    afterEach(async () => {
      for (const side of opened.splice(0)) await side.close()
    })

    async function start() {
      const bus = await open()
      const topic = `contract.${newId()}`
      const group = `contract-${newId()}`
      const writer = await bus.openWriter()
      opened.push(writer)

      async function openReader(options: Partial<BusReaderOptions> = {}): Promise<BusReader> {
        const reader = await bus.openReader({ group, topics: [topic], from: 'earliest', ...options })
        opened.push(reader)
        return reader
      }

      /** A member that records what it handles. */
      async function follow(options: Partial<BusReaderOptions> = {}) {
        const reader = await openReader(options)
        const handled: ReceivedRecord[] = []
        await reader.run(async ({ records }) => {
          handled.push(...records)
        })
        return { reader, handled }
      }

      const publish = (list: readonly BusRecord[]) => writer.publish(topic, list)
      return { bus, group, writer, publish, topic, openReader, follow }
    }

    describe('publish()', () => {
      test('brings every record unchanged to a reader', async () => {
        const { publish, follow, topic } = await start()
        const { handled } = await follow()
        const records = [
          { key: 'd-1', value: '{"type":"geo"}', timestamp: 1_700_000_000_123 },
          { key: 'Grüße', value: '🚲 \n', timestamp: 1_700_000_000_124 },
          { key: 'large', value: 'x'.repeat(40_000), timestamp: 1_700_000_000_125 },
        ]

        await publish(records)

        await expect.poll(() => handled.length, soon).toBe(3)
        expect(
          handled.map(({ key, value, timestamp }) => ({ key, value, timestamp })).toSorted(byTime),
        ).toEqual(records)
        expect(new Set(handled.map((record) => record.topic))).toEqual(new Set([topic]))
      })

      test('keeps the records of a key in one partition, in the order of the calls', async () => {
        const { publish, follow } = await start()
        const { handled } = await follow()

        const calls = Array.from({ length: 30 }, (_, call) =>
          publish(
            ['a', 'b', 'c', 'd', 'e'].flatMap((key) => [aRecord(key, `${call}`), aRecord(key, `${call}+`)]),
          ),
        )
        await Promise.all(calls)

        await expect.poll(() => handled.length, soon).toBe(300)
        const expected = Array.from({ length: 30 }, (_, call) => [`${call}`, `${call}+`]).flat()
        for (const key of ['a', 'b', 'c', 'd', 'e']) {
          const ofKey = handled.filter((record) => record.key === key)
          expect(ofKey.map(({ value }) => value)).toEqual(expected)
          expect(new Set(ofKey.map(({ partition }) => partition)).size).toBe(1)
          expect(ofKey.every(({ offset }, index) => offset > (ofKey[index - 1]?.offset ?? -1))).toBe(true)
        }
      })

      test('adds nothing for an empty list', async () => {
        const { publish, openReader } = await start()
        const reader = await openReader()

        await publish([])

        expect(await totalLag(reader)).toBe(0)
      })

      test('check() resolves when a publish would be accepted', async () => {
        const { writer } = await start()

        await expect(writer.check()).resolves.toBeUndefined()
      })
    })

    describe('run()', () => {
      test('hands out batches of one partition, no larger than asked for', async () => {
        const { publish, openReader } = await start()
        const batches: RecordBatch[] = []
        await publish(someRecords(200))
        const reader = await openReader({ batchMax: 7 })

        await reader.run(async (batch) => {
          batches.push(batch)
        })

        await expect.poll(() => batches.flatMap((batch) => batch.records).length, soon).toBe(200)
        expect(Math.max(...batches.map((batch) => batch.records.length))).toBeLessThanOrEqual(7)
        for (const { topic, partition, records: ofBatch } of batches) {
          expect(ofBatch.every((record) => record.topic === topic && record.partition === partition)).toBe(
            true,
          )
        }
      })

      test('has one batch of a partition in progress at a time, and commits it when it is handled', async () => {
        const { publish, openReader } = await start()
        const reader = await openReader()
        const gate = Promise.withResolvers<void>()
        const begun: RecordBatch[] = []
        await reader.run(async (batch) => {
          begun.push(batch)
          await gate.promise
        })

        await publish([aRecord('a', '1')])
        await expect.poll(() => begun.length, soon).toBe(1)
        await publish([aRecord('a', '2')])
        await expect.poll(() => totalLag(reader), soon).toBe(2)
        expect(begun).toHaveLength(1)
        gate.resolve()

        await expect.poll(() => begun.flatMap((batch) => valuesOf(batch.records)), soon).toEqual(['1', '2'])
        await expect.poll(() => totalLag(reader), soon).toBe(0)
      })

      test('begins at "from" for a group without commits', async () => {
        const { publish, follow } = await start()
        await publish(someRecords(20))
        const latest = await follow({ group: `latest-${newId()}`, from: 'latest' })
        const earliest = await follow({ group: `earliest-${newId()}`, from: 'earliest' })

        await publish([aRecord('a', 'new')])

        await expect.poll(() => earliest.handled.length, soon).toBe(21)
        await expect.poll(() => valuesOf(latest.handled), soon).toEqual(['new'])
      })

      test('continues after what the group has committed', async () => {
        const { publish, follow } = await start()
        const first = await follow()
        await publish(someRecords(20))
        await expect.poll(() => first.handled.length, soon).toBe(20)
        await first.reader.close()
        await publish([aRecord('a', 'new')])

        const second = await follow()

        await expect.poll(() => valuesOf(second.handled), soon).toEqual(['new'])
      })

      test('reads several topics', async () => {
        const { publish, writer, follow, topic } = await start()
        const other = `${topic}.other`
        const { handled } = await follow({ topics: [topic, other] })

        await publish([aRecord('a', '1')])
        await writer.publish(other, [aRecord('a', '2')])

        await expect.poll(() => valuesOf(handled).toSorted(), soon).toEqual(['1', '2'])
        expect(handled.find(({ value }) => value === '2')?.topic).toBe(other)
      })
    })

    describe('a handler that fails', () => {
      test('gets the same records again, before any later one of the partition', async () => {
        const { publish, openReader } = await start()
        const reader = await openReader()
        const handed: string[][] = []
        await publish([aRecord('a', '1'), aRecord('a', '2')])
        await reader.run(async (batch) => {
          handed.push(valuesOf(batch.records))
          if (handed.length === 1) await publish([aRecord('a', '3')])
          if (handed.length < 3) throw new Error('not yet')
        })

        await expect.poll(() => handed.flat().includes('3'), soon).toBe(true)

        expect(handed).toEqual([['1', '2'], ['1', '2'], ['1', '2'], ['3']])
        await expect.poll(() => totalLag(reader), soon).toBe(0)
      })

      test('commits nothing meanwhile, and does not block other partitions', async () => {
        const { publish, openReader, topic } = await start()
        const reader = await openReader()
        const failed: ReceivedRecord[] = []
        const handled: ReceivedRecord[] = []
        await reader.run(async (batch) => {
          if (batch.records.some(({ key }) => key === 'poison')) {
            failed.push(...batch.records)
            throw new Error('poison')
          }
          handled.push(...batch.records)
        })
        await publish([aRecord('poison', 'x')])
        await expect.poll(() => failed.length, soon).toBeGreaterThanOrEqual(2)
        const poisoned = failed[0]?.partition

        await publish(someRecords(100))
        const lagOf = async (isPoisoned: boolean) =>
          (await reader.lag())
            .filter((lag) => lag.topic === topic && (lag.partition === poisoned) === isPoisoned)
            .reduce((sum, { lag }) => sum + lag, 0)

        await expect.poll(() => lagOf(false), soon).toBe(0)
        expect(handled.length).toBeGreaterThan(0)
        expect(await lagOf(true)).toBeGreaterThanOrEqual(1)
      })

      test('may throw before it returns a promise', async () => {
        const { publish, openReader } = await start()
        const reader = await openReader()
        let calls = 0
        await publish([aRecord('a', '1')])
        await reader.run(() => {
          calls += 1
          if (calls === 1) throw new Error('at once')
          return Promise.resolve()
        })

        await expect.poll(() => totalLag(reader), soon).toBe(0)
        expect(calls).toBe(2)
      })
    })

    describe('members of one group', () => {
      test('share the partitions: one member handles each record, and no partition is handled by two at once', async () => {
        const { publish, openReader } = await start()
        const handled: Handled[] = []
        const inHand = new Set<number>()
        const clashes: number[] = []
        for (const member of ['one', 'two']) {
          const reader = await openReader()
          await reader.run(async (batch) => {
            if (inHand.has(batch.partition)) clashes.push(batch.partition)
            inHand.add(batch.partition)
            await turnOfOthers()
            handled.push(...batch.records.map((record) => ({ member, record })))
            inHand.delete(batch.partition)
          })
        }
        await untilShared(publish, handled)

        await Promise.all(Array.from({ length: 10 }, (_, call) => publish(someRecords(100, `calm ${call}`))))

        const calm = () => handled.filter(({ record }) => record.value.startsWith('calm'))
        await expect.poll(() => calm().length, soon).toBe(1_000)
        expect(placesOf(calm()).size).toBe(1_000)
        expect(new Set(calm().map(({ member }) => member))).toEqual(new Set(['one', 'two']))
        expect(clashes).toEqual([])
      })

      test('take over the partitions of a member that leaves', async () => {
        const { publish, openReader } = await start()
        const handled: Handled[] = []
        const readers: BusReader[] = []
        for (const member of ['one', 'two']) {
          const reader = await openReader()
          readers.push(reader)
          await reader.run(async (batch) => {
            handled.push(...batch.records.map((record) => ({ member, record })))
          })
        }
        await untilShared(publish, handled)

        await readers[0]?.close()
        await publish(someRecords(100, 'late'))

        const late = () => handled.filter(({ record }) => record.value.startsWith('late'))
        await expect.poll(() => placesOf(late()).size, soon).toBe(100)
        expect(new Set(late().map(({ member }) => member))).toEqual(new Set(['two']))
      })
    })

    describe('pause() and resume()', () => {
      test('hand out nothing in between, and nothing is lost', async () => {
        const { publish, follow } = await start()
        const { reader, handled } = await follow()
        await publish([aRecord('a', '1')])
        await expect.poll(() => totalLag(reader), soon).toBe(0)

        reader.pause()
        await publish(someRecords(50))
        const witness = await follow({ group: `witness-${newId()}` })
        await expect.poll(() => witness.handled.length, soon).toBe(51)
        expect(valuesOf(handled)).toEqual(['1'])
        expect(await totalLag(reader)).toBe(50)
        reader.resume()

        await expect.poll(() => handled.length, soon).toBe(51)
      })

      test('pause() lets the batch in progress finish', async () => {
        const { publish, openReader } = await start()
        const reader = await openReader()
        const gate = Promise.withResolvers<void>()
        let begun = 0
        await reader.run(async () => {
          begun += 1
          await gate.promise
        })
        await publish([aRecord('a', '1')])
        await expect.poll(() => begun, soon).toBe(1)

        reader.pause()
        gate.resolve()

        await expect.poll(() => totalLag(reader), soon).toBe(0)
      })
    })

    describe('seek()', () => {
      const hundred = Array.from({ length: 100 }, (_, index) =>
        aRecord(`key ${index % 20}`, `${index}`, BASE_MS + index),
      )

      test('moves back to the first record at or after a time, in every partition', async () => {
        const { publish, follow } = await start()
        const { reader, handled } = await follow()
        await publish(hundred)
        await expect.poll(() => totalLag(reader), soon).toBe(0)
        expect(handled).toHaveLength(100)

        await reader.seek(BASE_MS + 60)

        await expect.poll(() => handled.length, soon).toBe(140)
        await expect.poll(() => totalLag(reader), soon).toBe(0)
        expect(valuesOf(handled.slice(100).toSorted(byTime))).toEqual(valuesOf(hundred.slice(60)))
      })

      test('moves a reader that has not run yet, also forward', async () => {
        const { publish, openReader } = await start()
        await publish(hundred)
        const reader = await openReader()
        const handled: ReceivedRecord[] = []

        await reader.seek(BASE_MS + 90)
        await reader.run(async (batch) => {
          handled.push(...batch.records)
        })

        await expect.poll(() => handled.length, soon).toBe(10)
        await expect.poll(() => totalLag(reader), soon).toBe(0)
        expect(Math.min(...handled.map(({ timestamp }) => timestamp))).toBe(BASE_MS + 90)
      })

      test('to a time after all records waits for the next record', async () => {
        const { publish, openReader } = await start()
        await publish(hundred)
        const reader = await openReader()
        const handled: ReceivedRecord[] = []

        await reader.seek(BASE_MS + 1_000_000)
        await reader.run(async (batch) => {
          handled.push(...batch.records)
        })
        await publish([aRecord('a', 'next', BASE_MS + 1_000_001)])

        await expect.poll(() => valuesOf(handled), soon).toEqual(['next'])
      })

      test('uses the first matching record in the log when times are out of order', async () => {
        const { publish, openReader } = await start()
        const times = [10, 50, 20, 60, 30]
        await publish(times.map((time) => aRecord('a', `at ${time}`, BASE_MS + time)))
        const reader = await openReader()
        const handled: ReceivedRecord[] = []

        await reader.seek(BASE_MS + 40)
        await reader.run(async (batch) => {
          handled.push(...batch.records)
        })

        await expect.poll(() => valuesOf(handled), soon).toEqual(['at 50', 'at 20', 'at 60', 'at 30'])
      })

      test('is not undone by a batch that was in progress', async () => {
        const { publish, openReader } = await start()
        const gate = Promise.withResolvers<void>()
        const handed: string[] = []
        const ofOneKey = [1, 2, 3].map((index) => aRecord('a', `${index}`, BASE_MS + index))
        await publish(ofOneKey)
        const reader = await openReader()
        await reader.run(async (batch) => {
          handed.push(...valuesOf(batch.records))
          await gate.promise
        })
        await expect.poll(() => handed.length, soon).toBe(3)

        await reader.seek(BASE_MS + 2)
        gate.resolve()

        await expect.poll(() => handed, soon).toEqual(['1', '2', '3', '2', '3'])
        await expect.poll(() => totalLag(reader), soon).toBe(0)
      })
    })

    describe('a viewer', () => {
      test('sees every record, like the other viewers of its group, and commits nothing', async () => {
        const { publish, follow, openReader } = await start()
        await publish(someRecords(50))
        const viewers = [await follow({ isCommitting: false }), await follow({ isCommitting: false })]

        for (const { handled } of viewers) await expect.poll(() => handled.length, soon).toBe(50)

        expect(await totalLag(await openReader())).toBe(50)
      })

      test('begins at "from" every time', async () => {
        const { publish, follow } = await start()
        await publish(someRecords(50))
        const first = await follow({ isCommitting: false })
        await expect.poll(() => first.handled.length, soon).toBe(50)
        await first.reader.close()

        const again = await follow({ isCommitting: false })
        const late = await follow({ isCommitting: false, from: 'latest' })
        await publish([aRecord('a', 'new')])

        await expect.poll(() => again.handled.length, soon).toBe(51)
        await expect.poll(() => valuesOf(late.handled), soon).toEqual(['new'])
      })

      test.each([
        ['an offset', { offset: 7 }, ['7', '8', '9']],
        ['the last few', { last: 2 }, ['8', '9']],
        ['a time', { timeMs: BASE_MS + 6 }, ['6', '7', '8', '9']],
        ['an offset before the first', { offset: 0 }, ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']],
        ['more than there are', { last: 99 }, ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']],
        ['an offset after the last', { offset: 99 }, []],
        ['a time after the last', { timeMs: BASE_MS + 99 }, []],
      ])('begins at %s, and continues with new records', async (_, begin, seen) => {
        const { publish, follow } = await start()
        await publish(
          Array.from({ length: 10 }, (_record, index) => aRecord('a', `${index}`, BASE_MS + index)),
        )
        const { handled } = await follow({ isCommitting: false, begin })
        await publish([aRecord('a', 'new', BASE_MS + 10)])
        await expect.poll(() => valuesOf(handled), soon).toEqual([...seen, 'new'])
      })

      test('is moved by its own seek', async () => {
        const { publish, follow } = await start()
        await publish(Array.from({ length: 10 }, (_, index) => aRecord('a', `${index}`, BASE_MS + index)))
        const { reader, handled } = await follow({ isCommitting: false })
        await expect.poll(() => handled.length, soon).toBe(10)

        await reader.seek(BASE_MS + 8)

        await expect.poll(() => valuesOf(handled.slice(10)), soon).toEqual(['8', '9'])
      })
    })

    describe('groups', () => {
      test('are those that committed, each with its topics; viewers are not included', async () => {
        const { bus, group, publish, topic, follow } = await start()
        const own = async () => (await bus.groups()).filter((one) => one.topics.includes(topic))
        await publish(someRecords(5))
        const viewer = await follow({ isCommitting: false })
        await expect.poll(() => viewer.handled.length, soon).toBe(5)
        expect(await own()).toEqual([])
        const { reader } = await follow()
        await expect.poll(() => totalLag(reader), soon).toBe(0)
        expect(await own()).toEqual([{ group, topics: [topic] }])
      })
    })

    describe('lag()', () => {
      test('tells for every partition the committed offset, the end and the difference', async () => {
        const { publish, follow, openReader, topic } = await start()
        await publish(someRecords(30))
        const idle = await openReader()
        const before = await idle.lag()

        const { reader } = await follow()
        await expect.poll(() => totalLag(reader), soon).toBe(0)
        const after = await reader.lag()

        expect(before.reduce((sum, { lag }) => sum + lag, 0)).toBe(30)
        for (const lag of [...before, ...after])
          expect(lag).toMatchObject({ topic, lag: lag.end - lag.committed })
        expect(new Set(after.map(({ partition }) => partition)).size).toBe(before.length)
      })
    })

    describe('close()', () => {
      test('finishes and commits the batch in progress', async () => {
        const { publish, openReader, follow } = await start()
        const gate = Promise.withResolvers<void>()
        const begun: string[] = []
        const reader = await openReader()
        await reader.run(async (batch) => {
          begun.push(...valuesOf(batch.records))
          await gate.promise
          begun.push('finished')
        })
        await publish([aRecord('a', '1')])
        await expect.poll(() => begun, soon).toEqual(['1'])

        let isClosed = false
        const close = async () => {
          await reader.close()
          isClosed = true
        }
        const closing = close()
        const witness = await follow({ group: `witness-${newId()}` })
        await expect.poll(() => witness.handled.length, soon).toBe(1)
        expect(isClosed).toBe(false)
        gate.resolve()
        await closing

        expect(begun).toEqual(['1', 'finished'])
        const next = await follow()
        expect(await totalLag(next.reader)).toBe(0)
        await publish([aRecord('a', '2')])
        await expect.poll(() => valuesOf(next.handled), soon).toEqual(['2'])
      })

      test('leaves a batch that failed to the next member', async () => {
        const { publish, openReader, follow } = await start()
        const reader = await openReader()
        let failures = 0
        await reader.run(() => {
          failures += 1
          return Promise.reject(new Error('never'))
        })
        await publish([aRecord('a', '1')])
        await expect.poll(() => failures, soon).toBeGreaterThanOrEqual(1)

        await reader.close()

        const next = await follow()
        await expect.poll(() => valuesOf(next.handled), soon).toEqual(['1'])
      })

      test('may be called before run(), and twice', async () => {
        const { openReader } = await start()
        const reader = await openReader()

        await reader.close()

        await expect(reader.close()).resolves.toBeUndefined()
      })
    })
  })
}

function aRecord(key: string, value: string, timestamp = Date.now()): BusRecord {
  return { key, value, timestamp }
}

/** Records of many keys, so that every partition gets some. */
function someRecords(count: number, value = 'value'): BusRecord[] {
  return Array.from({ length: count }, (_, index) => aRecord(`key ${index}`, `${value} ${index}`))
}

function valuesOf(list: readonly BusRecord[]): string[] {
  return list.map(({ value }) => value)
}

function byTime(one: BusRecord, other: BusRecord): number {
  return one.timestamp - other.timestamp
}

async function totalLag(reader: BusReader): Promise<number> {
  return (await reader.lag()).reduce((sum, { lag }) => sum + lag, 0)
}

/** Lets other members begin meanwhile. */
function turnOfOthers(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}

interface Handled {
  readonly member: string
  readonly record: ReceivedRecord
}

function placesOf(handled: readonly Handled[]): Set<string> {
  return new Set(handled.map(({ record }) => `${record.partition}/${record.offset}`))
}

/** Publishes until both members have handled some, and waits until all of it is handled. */
async function untilShared(
  publish: (list: readonly BusRecord[]) => Promise<void>,
  handled: readonly Handled[],
): Promise<void> {
  let published = 0
  await expect
    .poll(async () => {
      await publish(someRecords(100, 'probe'))
      published += 100
      return new Set(handled.map(({ member }) => member)).size
    }, soon)
    .toBe(2)
  await expect.poll(() => placesOf(handled).size, soon).toBe(published)
}
