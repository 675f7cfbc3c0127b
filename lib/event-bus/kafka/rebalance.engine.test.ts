import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Admin } from 'kafkajs'
import { afterEach, describe, expect, inject, test } from 'vitest'
import type { Batch, BusReader, BusRecord, ReceivedRecord } from '#lib/event-bus/event-bus.ts'
import { openBusReader, openBusWriter } from '#lib/event-bus/open.ts'
import { newId } from '#lib/ids/new-id.ts'
import { spawnFixture } from '#lib/testing/spawn-fixture.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { freePorts } from '../../../tests/builders/free-ports.ts'
import { startProcess } from '../../../tests/engines/engine-process.ts'
import { startKafka } from '../../../tests/engines/kafka.ts'
import { connectKafka } from './connect-kafka.ts'

const url = `kafka://${inject('kafkaBrokers')}`
const soon = { timeout: 45_000, interval: 20 }
const TEST_MS = 120_000
const KEYS = 30

// Small, so that what is fetched at once is handed out in several parts.
const BATCH_MAX = 4

const opened: { close(): Promise<void> }[] = []

afterEach(async () => {
  // At once: a member that joins or leaves waits for those that hold something.
  await Promise.all(opened.splice(0).map((side) => side.close()))
})

/** A topic and a group of its own, and the books on what the group does. */
async function start() {
  const topic = newId()
  const group = newId()
  const options = { group, topics: [topic], from: 'earliest', batchMax: BATCH_MAX } as const
  const writer = await openBusWriter(url)
  const observer = await openBusReader(url, options)
  const admin = connectKafka(url).kafka.admin()
  await admin.connect()
  opened.push(writer, observer, { close: () => admin.disconnect() })
  const books = keepBooks(observer)
  const published: string[] = []

  async function publish(count: number): Promise<void> {
    const records = Array.from({ length: count }, (_, index) => aRecord(published.length + index))
    published.push(...records.map(({ value }) => value))
    await writer.publish(topic, records)
  }

  /** A member whose handler waits at its gate; `joined` resolves when it is in. */
  async function aMember(name: string, { isOpen = true } = {}) {
    const reader = await openBusReader(url, options)
    opened.push(reader)
    const gate = aGate(isOpen)
    const inHand = new Set<number>()
    const joined = reader.run(async (batch) => {
      books.handed(name, batch)
      inHand.add(batch.partition)
      await gate.passed()
      inHand.delete(batch.partition)
      books.finished(batch)
    })
    // Whoever waits for it hears of a failure; a member that is closed before it is in has none.
    joined.catch(() => undefined)
    opened.push({ close: () => Promise.resolve(gate.open()) })
    return { reader, joined, inHand, open: () => gate.open(), shut: () => gate.shut() }
  }

  /** Publishes until all these members were given something that was published after now. */
  async function untilAllGoOn(names: readonly string[]): Promise<void> {
    const before = published.length
    await expect
      .poll(async () => {
        await publish(KEYS)
        await books.look()
        const given = books.handlings.filter(({ record }) => numberOf(record) >= before)
        return names.every((name) => given.some(({ member }) => member === name))
      }, soon)
      .toBe(true)
  }

  /** Waits until all that was published is finished and committed, and looks at the places all the while. */
  async function untilAllIsDone(): Promise<void> {
    await expect.poll(books.look, soon).toBe(published.length)
  }

  return {
    topic,
    group,
    books,
    published,
    publish,
    aMember,
    untilAllGoOn,
    untilAllIsDone,
    standsAs: () => standingOf(admin, group),
  }
}

/** Knows what was handed out and finished, and finds places of the group that do not fit. */
function keepBooks(observer: BusReader) {
  const sources: (() => void)[] = []
  const handlings: { readonly member: string; readonly record: ReceivedRecord }[] = []
  const faults: string[] = []
  const done = new Map<number, number>()
  const committed = new Map<number, number>()
  const doneOf = (partition: number) => done.get(partition) ?? 0

  /** What other processes have told so far. */
  function hear(): void {
    for (const source of sources) source()
  }

  function finish(partition: number, first: number, last: number): void {
    if (first <= doneOf(partition)) done.set(partition, Math.max(doneOf(partition), last + 1))
  }

  return {
    handlings,
    faults,
    finish,
    /** What to ask for news before anything is judged. */
    listenTo: (source: () => void) => sources.push(source),
    handed(member: string, { partition, records }: Batch): void {
      hear()
      const first = records[0]?.offset ?? 0
      if (first > doneOf(partition)) faults.push(`${member} skips to ${first} in ${partition}`)
      if (records.some(({ offset }, index) => index > 0 && offset !== (records[index - 1]?.offset ?? 0) + 1))
        faults.push(`${member} is given a batch with holes in ${partition}`)
      handlings.push(...records.map((record) => ({ member, record })))
    },
    finished({ partition, records }: Batch): void {
      finish(partition, records[0]?.offset ?? 0, records.at(-1)?.offset ?? -1)
    },
    /** Looks at the places of the group: never beyond what is finished, never back. Gives how many records they are past. */
    look: async (): Promise<number> => {
      const places = await observer.lag()
      hear()
      for (const { partition, committed: place } of places) {
        if (place > doneOf(partition)) faults.push(`${partition} is committed to ${place}, not finished`)
        if (place < (committed.get(partition) ?? 0)) faults.push(`${partition} goes back to ${place}`)
        committed.set(partition, place)
      }
      return places.reduce((sum, { committed: place }) => sum + place, 0)
    },
    /** What was handed out, each once, in the order it first was. */
    firstHandlings: () => [...new Set(handlings.map(({ record }) => record.value))],
  }
}

// With CI=true a missing Kafka has failed the run already.
describe.skipIf(inject('kafkaBrokers') === undefined)('a group at work', { timeout: TEST_MS }, () => {
  test('that a member joins keeps what is in hand: nothing lost, nothing twice, each key in order', async () => {
    const { books, published, publish, aMember, standsAs, untilAllGoOn, untilAllIsDone } = await start()
    await publish(300)
    const one = await aMember('one', { isOpen: false })
    await one.joined
    await expect.poll(() => one.inHand.size, soon).toBeGreaterThan(0)

    const two = await aMember('two')
    await expect.poll(standsAs, soon).toMatchObject({ state: 'PreparingRebalance' })
    await publish(300)
    expect(await books.look()).toBe(0)
    expect(new Set(books.handlings.map(({ member }) => member))).toEqual(new Set(['one']))
    one.open()
    await two.joined
    await untilAllGoOn(['one', 'two'])

    await untilAllIsDone()
    expect(books.faults).toEqual([])
    expectInOrder(books.firstHandlings(), published)
    expect(books.handlings).toHaveLength(published.length)
  })

  test('that a member leaves with a batch in hand: it is committed, the other goes on behind it', async () => {
    const { books, published, publish, aMember, standsAs, untilAllGoOn, untilAllIsDone } = await start()
    const one = await aMember('one')
    const two = await aMember('two')
    await Promise.all([one.joined, two.joined])
    await untilAllGoOn(['one', 'two'])
    await untilAllIsDone()
    one.shut()
    two.shut()
    await publish(300)
    await expect.poll(() => Math.min(one.inHand.size, two.inHand.size), soon).toBeGreaterThan(0)

    const leaving = two.reader.close()
    await publish(300)
    two.open()
    await leaving
    await expect
      .poll(standsAs, soon)
      .toMatchObject({ state: 'PreparingRebalance', members: [expect.anything()] })
    one.open()
    await untilAllGoOn(['one'])

    await untilAllIsDone()
    expect(books.faults).toEqual([])
    expectInOrder(books.firstHandlings(), published)
    expect(books.handlings).toHaveLength(published.length)
  })

  test('that waits for a batch in hand keeps no member from closing: one that joins, and one that is in', async () => {
    const { books, published, publish, aMember, standsAs, untilAllGoOn, untilAllIsDone } = await start()
    const one = await aMember('one')
    const two = await aMember('two')
    await Promise.all([one.joined, two.joined])
    await untilAllGoOn(['one', 'two'])
    await untilAllIsDone()
    one.shut()
    await publish(300)
    await expect.poll(() => one.inHand.size, soon).toBeGreaterThan(0)
    const three = await aMember('three')
    await expect.poll(standsAs, soon).toMatchObject({ state: 'PreparingRebalance' })

    await Promise.all([two.reader.close(), three.reader.close()])

    // Had they waited, one would have lost its place by now, or finished.
    expect(await standsAs()).toMatchObject({ state: 'PreparingRebalance' })
    expect(one.inHand.size).toBeGreaterThan(0)
    one.open()
    await untilAllGoOn(['one'])
    await untilAllIsDone()
    expect(books.faults).toEqual([])
    expectInOrder(books.firstHandlings(), published)
  })

  test('that a batch fails while a member joins hands the same records out again, before later ones', async () => {
    const { topic, group, books, published, publish, aMember, standsAs, untilAllGoOn, untilAllIsDone } =
      await start()
    await publish(300)
    const failing = Promise.withResolvers<never>()
    let failures = 0
    const reader = await openBusReader(url, { group, topics: [topic], from: 'earliest', batchMax: BATCH_MAX })
    opened.push(reader)
    await reader.run(async (batch) => {
      books.handed('one', batch)
      if (failures === 0) {
        await failing.promise.catch((error: unknown) => {
          failures += 1
          throw error
        })
      }
      books.finished(batch)
    })
    await expect.poll(() => books.handlings.length, soon).toBeGreaterThan(0)

    const two = await aMember('two')
    await expect.poll(standsAs, soon).toMatchObject({ state: 'PreparingRebalance' })
    failing.reject(new Error('not now'))
    await two.joined
    await untilAllGoOn(['one', 'two'])

    await untilAllIsDone()
    expect(failures).toBeGreaterThan(0)
    expect(books.faults).toEqual([])
    expectInOrder(books.firstHandlings(), published)
  })

  test('that a member is killed in: one that holds its batch longer than a session lasts keeps its place', async () => {
    const { topic, group, books, published, publish, aMember, standsAs, untilAllGoOn, untilAllIsDone } =
      await start()
    const one = await aMember('one', { isOpen: false })
    await one.joined
    const other = spawnFixture(join(import.meta.dirname, '../crash-member.fixture.ts'), url, group, topic)
    await expect.poll(standsAs, soon).toMatchObject({ state: 'Stable', members: [{}, {}] })
    await publish(300)
    await expect.poll(() => Math.min(one.inHand.size, other.lines().length), soon).toBeGreaterThan(0)
    const held = [...books.handlings]

    await other.kill()
    // From its last sign of life a session's time passes until the group knows.
    await expect
      .poll(standsAs, soon)
      .toMatchObject({ state: 'PreparingRebalance', members: [expect.anything()] })
    await publish(300)
    expect(await books.look()).toBe(0)
    expect(books.handlings).toEqual(held)
    one.open()
    await untilAllGoOn(['one'])

    await untilAllIsDone()
    expect(books.faults).toEqual([])
    expectInOrder(books.firstHandlings(), published)
    expect(books.handlings).toHaveLength(published.length)
  })

  test('that went on without a frozen member takes no late commit of it, and takes it in again', async () => {
    const { topic, group, books, publish, aMember, standsAs, untilAllGoOn, untilAllIsDone } = await start()
    const one = await aMember('one')
    await one.joined
    const folder = temporaryFolder()
    const permission = join(folder, 'permission')
    const fixture = join(import.meta.dirname, 'slow-member.fixture.ts')
    const lines = (word: string) =>
      readFileSync(join(folder, 'member.log'), 'utf8')
        .split('\n')
        .filter((line) => line.startsWith(word))
    const frozen = await startProcess({
      name: 'member',
      folder,
      command: [process.execPath, fixture, url, group, topic, permission],
      isUp: () => Promise.resolve(lines('joined').length > 0),
    })
    opened.push({ close: () => frozen.kill() })
    books.listenTo(() => {
      for (const [partition, first, last] of lines('finished').map(numbersIn))
        books.finish(partition, first, last)
    })
    await expect.poll(standsAs, soon).toMatchObject({ state: 'Stable', members: [{}, {}] })
    await publish(300)
    await expect.poll(() => lines('given').length, soon).toBeGreaterThan(0)

    frozen.freeze()
    await publish(300)
    // The group takes its partitions away once a session's time has passed.
    await expect.poll(standsAs, soon).toMatchObject({ state: 'Stable', members: [expect.anything()] })
    await untilAllIsDone()
    const places = await books.look()
    writeFileSync(permission, '')
    frozen.thaw()
    await expect.poll(() => lines('finished').length, soon).toBeGreaterThan(0)
    await expect
      .poll(async () => {
        await books.look()
        return standsAs()
      }, soon)
      .toMatchObject({ state: 'Stable', members: [{}, {}] })
    expect(await books.look()).toBe(places)
    const givenBefore = lines('given').length
    await untilAllGoOn(['one'])

    await untilAllIsDone()
    expect(lines('given').length).toBeGreaterThan(givenBefore)
    expect(books.faults).toEqual([])
  })

  // A fresh broker's coordinator refuses the first who come: the way in is tried again.
  test('of a Kafka that has only just begun has one member for each reader, and none after it closed', async () => {
    const [port = 0] = await freePorts(1)
    const { brokers, processes } = await startKafka({ folder: temporaryFolder(), port })
    opened.push(...processes.map((one) => ({ close: () => one.kill() })))
    const fresh = `kafka://${brokers}`
    const group = newId()
    const reader = await openBusReader(fresh, { group, topics: [newId()], from: 'earliest' })
    await reader.run(() => Promise.resolve())
    const admin = connectKafka(fresh).kafka.admin()
    await admin.connect()
    expect(await standingOf(admin, group)).toMatchObject({ members: [expect.anything()] })

    await reader.close()

    await expect.poll(() => standingOf(admin, group), soon).toMatchObject({ members: [] })
    await admin.disconnect()
  })
})

/** A gate that handlers wait at while it is shut. */
function aGate(isOpen: boolean) {
  let gate = Promise.withResolvers<void>()
  if (isOpen) gate.resolve()
  return {
    passed: () => gate.promise,
    open: () => gate.resolve(),
    shut() {
      gate = Promise.withResolvers<void>()
    },
  }
}

async function standingOf(admin: Admin, group: string) {
  const [described] = (await admin.describeGroups([group])).groups
  return { state: described?.state, members: described?.members }
}

function aRecord(number: number): BusRecord {
  return { key: `key ${number % KEYS}`, value: String(number), timestamp: Date.now() }
}

function numberOf({ value }: BusRecord): number {
  return Number(value)
}

function numbersIn(line: string): [number, number, number] {
  const [, partition, first, last] = line.split(' ').map(Number)
  return [partition ?? 0, first ?? 0, last ?? 0]
}

/** Expects all that was published, and the values of each key in the order they were published in. */
function expectInOrder(handled: readonly string[], published: readonly string[]): void {
  const byKey = (values: readonly string[]) => values.toSorted((one, other) => keyOf(one) - keyOf(other))
  expect(byKey(handled)).toEqual(byKey(published))
}

function keyOf(value: string): number {
  return Number(value) % KEYS
}
