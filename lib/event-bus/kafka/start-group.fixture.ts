import type { Admin } from 'kafkajs'
import { expect } from 'vitest'
import type { BusRecord } from '#lib/event-bus/event-bus.ts'
import { openBusReader, openBusWriter } from '#lib/event-bus/open.ts'
import { newId } from '#lib/ids/new-id.ts'
import { connectKafka } from './connect-kafka.ts'
import { keepBooks } from './keep-books.fixture.ts'

/** Maximum time for a group to react. */
export const soon = { timeout: 45_000, interval: 20 }

const KEYS = 30

// Small, so that one fetch is handed out in several parts.
const BATCH_MAX = 4

/** What a test closes when it ends. */
export interface Closable {
  close(): Promise<void>
}

/** A topic and a group of its own on a Kafka, with books on what the group does. Everything it opens is added to `opened`. */
export async function startGroup(url: string, opened: Closable[]) {
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

  /** A member whose handler waits at its gate; `joined` resolves when it has joined. */
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
    // Callers that await `joined` see a failure; a member that is closed before it joins has no such caller.
    joined.catch(() => undefined)
    opened.push({ close: () => Promise.resolve(gate.open()) })
    return { reader, joined, inHand, open: () => gate.open(), shut: () => gate.shut() }
  }

  /** Two members that have both been given records, with nothing left to do. */
  async function twoMembers() {
    const one = await aMember('one')
    const two = await aMember('two')
    await Promise.all([one.joined, two.joined])
    await untilAllGoOn(['one', 'two'])
    await untilAllIsDone()
    return { one, two }
  }

  /** Publishes until all these members have been given records that were published after now. */
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

  /** Waits until everything published is finished and committed, and checks the positions meanwhile. */
  async function untilAllIsDone(): Promise<void> {
    await expect.poll(books.look, soon).toBe(published.length)
  }

  /** Expects every published value, the values of each key in the order of publishing, and no fault. */
  function expectInOrder(): void {
    expect(books.faults).toEqual([])
    expect(byKey(books.firstHandlings())).toEqual(byKey(published))
  }

  return {
    topic,
    group,
    options,
    books,
    published,
    publish,
    aMember,
    twoMembers,
    untilAllGoOn,
    untilAllIsDone,
    expectInOrder,
    standsAs: () => standingOf(admin, group),
  }
}

/** The state of a group at its coordinator. */
export async function standingOf(admin: Admin, group: string) {
  const [described] = (await admin.describeGroups([group])).groups
  return { state: described?.state, members: described?.members }
}

/** A gate: handlers wait at it while it is shut. */
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

function aRecord(number: number): BusRecord {
  return { key: `key ${number % KEYS}`, value: String(number), timestamp: Date.now() }
}

function numberOf({ value }: BusRecord): number {
  return Number(value)
}

function byKey(values: readonly string[]): string[] {
  return values.toSorted((one, other) => keyOf(one) - keyOf(other))
}

function keyOf(value: string): number {
  return Number(value) % KEYS
}
