import { newOwner } from '#lib/sqlite/owner.ts'
import { createWaker, type Waker } from '#lib/sqlite/waker.ts'
import { createBooks } from '#lib/stream-log/sqlite/books.ts'
import { createClaims } from '#lib/stream-log/sqlite/claims.ts'
import { createDeliveries } from '#lib/stream-log/sqlite/deliveries.ts'
import { joinStream } from '#lib/stream-log/sqlite/members.ts'
import { openStream } from '#lib/stream-log/sqlite/open-stream.ts'
import { trimStream } from '#lib/stream-log/sqlite/trim.ts'
import type { StreamEntry, StreamReader } from '#lib/stream-log/stream-log.ts'

/**
 * A reader of a group on the stream in the file behind `sqlite:<path>`. A new group begins at the oldest remaining entry.
 *
 * @throws {StartError} when the file cannot be used.
 */
export function openSqliteReader(
  url: string,
  { group, consumer }: { group: string; consumer: string },
): StreamReader {
  const stream = openStream(url)
  const { log } = stream
  const owner = newOwner()
  const member = joinStream(stream, { group, consumer, owner: owner.name })
  const deliveries = createDeliveries(stream, member)
  const claims = createClaims(stream)
  const { books, lag } = createBooks(stream, member)
  const waiting = new Set<Waker>()
  const closing = new AbortController()

  async function take(max: number, waitMs: number): Promise<StreamEntry[]> {
    const waker = createWaker()
    const deadline = performance.now() + waitMs
    const stopListening = log.listen(waker.wake)
    waiting.add(waker)
    try {
      while (!closing.signal.aborted) {
        const entries = deliveries.hasUnread() ? await log.write(() => deliveries.take(max)) : []
        const leftMs = deadline - performance.now()
        if (entries.length > 0 || leftMs <= 0) return entries
        await waker.sleep(leftMs)
      }
      return []
    } finally {
      stopListening()
      waiting.delete(waker)
    }
  }

  async function close(): Promise<void> {
    if (closing.signal.aborted) return
    closing.abort()
    for (const waker of waiting) waker.wake()
    owner.release()
    await log.close()
  }

  return {
    take,
    async ack(done) {
      if (done.length > 0) await log.write(() => deliveries.ack(done))
    },
    async reclaim(idleMs, max) {
      return deliveries.hasReclaimable(idleMs) ? log.write(() => deliveries.reclaim(idleMs, max)) : []
    },
    async claimNew(wanted, ttlMs) {
      return wanted.length > 0 ? log.write(() => claims.claim(wanted, ttlMs)) : []
    },
    lag: async () => lag(),
    books: async () => books(),
    trim: (retentionMs) => trimStream(stream, retentionMs),
    close,
  }
}
