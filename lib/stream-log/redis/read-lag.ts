import type { StreamBooks, StreamLag } from '#lib/stream-log/stream-log.ts'
import type { RedisClient } from './client.ts'

const PAGE = 10_000

/** The lag of a group. */
export async function readLag(client: RedisClient, stream: string, group: string): Promise<StreamLag> {
  const { pending, unread, lastDelivered } = await readGroup(client, stream, group)
  const [firstUnread] =
    unread === 0 ? [] : ((await client.xRange(stream, `(${lastDelivered}`, '+', { COUNT: 1 })) ?? [])
  const firstPending = pending === 0 ? null : (await client.xPending(stream, group)).firstId
  const times = [firstUnread?.id, firstPending ?? undefined].flatMap((id) =>
    id === undefined ? [] : [Number.parseInt(id, 10)],
  )
  return {
    pending,
    unread,
    oldestUnackedMs: times.length === 0 ? 0 : Math.max(0, Date.now() - Math.min(...times)),
  }
}

/** The books of a stream and a group. */
export async function readBooks(client: RedisClient, stream: string, group: string): Promise<StreamBooks> {
  const { pending, unread } = await readGroup(client, stream, group)
  const counted = await client.hGetAll(booksKeyOf(stream, group))
  const count = (field: string) => Number(counted[field] ?? 0)
  const added = (await client.xInfoStream(stream))['entries-added'] - count('gone')
  return {
    added,
    published: count('published'),
    duplicate: count('duplicate'),
    dead: count('dead'),
    pending,
    unread,
  }
}

/** The key of the hash with the counts of a group. */
export function booksKeyOf(stream: string, group: string): string {
  return `${stream}:books:${group}`
}

interface GroupState {
  readonly pending: number
  readonly unread: number
  readonly lastDelivered: string
}

async function readGroup(client: RedisClient, stream: string, group: string): Promise<GroupState> {
  const found = (await client.xInfoGroups(stream)).find(({ name }) => name === group)
  if (found === undefined) throw new Error(`stream "${stream}" has no group "${group}"`)
  const lastDelivered = found['last-delivered-id']
  const lag: unknown = found.lag
  // Redis does not know the lag of a group when its position was set by hand, or when unread entries were deleted.
  const unread = typeof lag === 'number' ? lag : await countBehind(client, stream, lastDelivered)
  return { pending: found.pending, unread, lastDelivered }
}

async function countBehind(client: RedisClient, stream: string, id: string): Promise<number> {
  let count = 0
  for (let after = id; ;) {
    const page = (await client.xRange(stream, `(${after}`, '+', { COUNT: PAGE })) ?? []
    count += page.length
    const last = page.at(-1)?.id
    if (page.length < PAGE || last === undefined) return count
    after = last
  }
}
