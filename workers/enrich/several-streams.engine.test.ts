import { afterEach, describe, expect, inject, test } from 'vitest'
import { newId } from '#lib/ids/new-id.ts'
import { startTwoStreams, type Closable } from './start-two-streams.fixture.ts'

const busUrl = `kafka://${inject('kafkaBrokers')}`
const soon = { timeout: 60_000 }
const TEST_MS = 150_000

const opened: Closable[] = []

afterEach(async () => {
  for (const side of opened.splice(0).toReversed()) await side.close()
})

const isMissing = inject('redisUrl') === undefined || inject('kafkaBrokers') === undefined

// The start of the run prints which engine is missing, and why; with CI=true the run has failed by then.
describe.skipIf(isMissing)('enrich with the streams of two Redis', { timeout: TEST_MS }, () => {
  test('moves the events of both to the bus, each once, and the books of both balance', async () => {
    const { streams, published } = await startTwoStreams(busUrl, opened)
    const sent = await Promise.all(streams.map(({ send }) => send(500)))
    for (const [index, stream] of streams.entries()) {
      await expect.poll(() => published(stream.source).length, soon).toBe(500)
      expect(published(stream.source).toSorted()).toEqual(sent[index]?.toSorted())
      await expect.poll(stream.books, soon).toEqual(booksOf({ added: 500, published: 500 }))
    }
  })

  test('keeps events with the same device and id from both, because their sources differ', async () => {
    const { streams, published } = await startTwoStreams(busUrl, opened)
    const id = newId()
    for (const { sendOne } of streams) await sendOne(id)
    for (const { sendOne } of streams) await sendOne(id)
    for (const { source, books } of streams) {
      await expect.poll(books, soon).toEqual(booksOf({ added: 2, published: 1, duplicate: 1 }))
      await expect.poll(() => published(source), soon).toEqual([id])
    }
  })

  test('continues with one while the other is dead, names it at /readyz, and loses none of its events', async () => {
    const { streams, published, enrich } = await startTwoStreams(busUrl, opened)
    const [alive, dying] = streams
    const before = [...(await alive.send(50)), ...(await dying.send(50))]
    const arrived = () => [...published(alive.source), ...published(dying.source)]
    await expect.poll(() => arrived().toSorted(), soon).toEqual(before.toSorted())
    await expect.poll(dying.books, soon).toEqual(booksOf({ added: 50, published: 50 }))

    // Entries in the stream at its death: accepted by the tracker, and not yet taken by enrich.
    enrich.freeze()
    const waiting = await dying.send(300)
    await dying.kill()
    enrich.thaw()

    const meanwhile = await alive.send(300)
    await expect.poll(() => missingOf(meanwhile, published(alive.source)), soon).toEqual([])
    const { host } = new URL(dying.redisUrl)
    await expect.poll(enrich.readiness, soon).toEqual({ status: 503, text: expect.stringContaining(host) })
    await expect.poll(async () => (await dying.trySend(newId())).status, soon).toBe(503)

    await dying.revive()
    await expect.poll(() => missingOf(waiting, published(dying.source)), soon).toEqual([])
    await expect.poll(enrich.readiness, soon).toMatchObject({ status: 200 })
    await expect.poll(async () => (await dying.trySend(newId())).status, soon).toBe(200)
    const after = await dying.send(50)
    await expect.poll(() => missingOf(after, published(dying.source)), soon).toEqual([])
    expect(published(alive.source).toSorted()).toEqual([...before.slice(0, 50), ...meanwhile].toSorted())
    await expect.poll(dying.books, soon).toMatchObject({ dead: 0, pending: 0, unread: 0 })
    const books = await dying.books()
    expect(books.published + books.duplicate).toBe(books.added)
  })

  test('continues with one while the other is suspended, and moves its events after it resumes', async () => {
    const { streams, published, enrich } = await startTwoStreams(busUrl, opened)
    const [alive, frozen] = streams
    await frozen.send(50)
    await expect.poll(frozen.books, soon).toEqual(booksOf({ added: 50, published: 50 }))

    enrich.freeze()
    const waiting = await frozen.send(300)
    frozen.freeze()
    enrich.thaw()

    const meanwhile = await alive.send(300)
    await expect.poll(() => missingOf(meanwhile, published(alive.source)), soon).toEqual([])
    const { host } = new URL(frozen.redisUrl)
    await expect.poll(enrich.readiness, soon).toEqual({ status: 503, text: expect.stringContaining(host) })
    const later = await alive.send(300)
    await expect.poll(() => missingOf(later, published(alive.source)), soon).toEqual([])

    frozen.thaw()
    await expect.poll(() => missingOf(waiting, published(frozen.source)), soon).toEqual([])
    await expect.poll(enrich.readiness, soon).toMatchObject({ status: 200 })
    expect(published(alive.source).toSorted()).toEqual([...meanwhile, ...later].toSorted())
    await expect.poll(frozen.books, soon).toMatchObject({ dead: 0, pending: 0, unread: 0 })
  })
})

function booksOf(counts: { added: number; published: number; duplicate?: number }) {
  return { duplicate: 0, dead: 0, pending: 0, unread: 0, ...counts }
}

function missingOf(wanted: readonly string[], got: readonly string[]): string[] {
  const there = new Set(got)
  return wanted.filter((id) => !there.has(id))
}
