import { createClaims } from '#lib/stream-log/sqlite/claims.ts'
import { createReaders } from '#lib/stream-log/sqlite/members.ts'
import type { OpenStream } from '#lib/stream-log/sqlite/open-stream.ts'

// A slice holds the write lock for some milliseconds; other work of the event loop runs between slices.
const SLICE = 1_000

interface Slice {
  readonly next: number | null
}

/** Removes old finished entries, expired claims and dead readers. Returns the number of removed entries. */
export async function trimStream(stream: OpenStream, retentionMs: number): Promise<number> {
  const { log, slot } = stream
  const { db } = log.database
  const claims = createClaims(stream)
  const readers = createReaders(stream)
  const sliceQuery = db.query<Slice, [number, number, number, number]>(
    `select max(offset) + 1 as next from (
       select offset, appended_at from log_records
       where slot = ? and offset >= ? and offset < (select min(cursor) from stream_groups) order by offset limit ?)
     where appended_at <= ?`,
  )
  const remove = db.query(
    `delete from log_records where slot = ?1 and offset >= ?2 and offset < ?3
       and offset not in (select offset from stream_pending where offset >= ?2 and offset < ?3)`,
  )
  const appendedAt = Date.now() - retentionMs

  let removed = 0
  let from: number | null = log.first(slot)
  while (from !== null) {
    const start: number = from
    from = await log.write(() => {
      const next = sliceQuery.get(slot, start, SLICE, appendedAt)?.next ?? null
      if (next !== null) removed += remove.run(slot, start, next).changes
      return next
    })
  }
  let forgotten = SLICE
  while (forgotten === SLICE) forgotten = await log.write(() => claims.forgetExpired(SLICE))
  await log.write(readers.forgetDead)
  return removed
}
