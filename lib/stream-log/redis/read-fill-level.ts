import type { FillLevel } from '#lib/stream-log/stream-log.ts'
import type { RedisClient } from './client.ts'

/** How full a stream is, relative to the server's `maxmemory`; undefined when that is not set. */
export async function readFillLevel(client: RedisClient, stream: string): Promise<FillLevel | undefined> {
  const [memory, groups, length, bytes] = await Promise.all([
    client.info('memory'),
    client.xInfoGroups(stream),
    client.xLen(stream),
    client.memoryUsage(stream),
  ])
  const [, limit = '0'] = /^maxmemory:(\d+)/mu.exec(memory) ?? []
  const bytesMax = Number(limit)
  if (bytesMax === 0) return undefined
  // When the lag of a group is unknown, the whole stream counts as unfinished, to be safe.
  const unfinished = groups.map(({ pending, lag }) => (typeof lag === 'number' ? pending + lag : length))
  const share = length === 0 ? 0 : Math.min(1, Math.max(0, ...unfinished) / length)
  return { unackedBytes: Math.round((bytes ?? 0) * share), bytesMax }
}
