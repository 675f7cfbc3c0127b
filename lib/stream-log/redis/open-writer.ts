import type { StreamWriter } from '#lib/stream-log/stream-log.ts'
import { openConnection, type ConnectionOptions } from './connection.ts'

/** Field of an entry that holds its value. */
export const VALUE_FIELD = 'e'

/** Opens the writing side of a Redis Stream. */
export async function openRedisWriter(url: string, options: ConnectionOptions): Promise<StreamWriter> {
  const connection = await openConnection(url, options)
  const { stream, use } = connection
  return {
    async append(values) {
      if (values.length === 0) return
      // All commands of one turn of the event loop leave in one write, and Redis syncs its file once for all of them.
      await use((client) =>
        Promise.all(values.map((value) => client.sendCommand(['XADD', stream, '*', VALUE_FIELD, value]))),
      )
    },
    check: () => connection.check(),
    close: () => connection.close(),
  }
}
