import type { StreamWriter } from '#lib/stream-log/stream-log.ts'
import { openConnection, type ConnectionOptions } from './connection.ts'

/** Field of an entry that holds its value. */
export const VALUE_FIELD = 'e'

/** What was appended in one turn of the event loop. */
interface Turn {
  readonly values: string[]
  readonly isKept: Promise<void>
}

/** Opens the writing side of a Redis Stream. */
export async function openRedisWriter(url: string, options: ConnectionOptions): Promise<StreamWriter> {
  const connection = await openConnection(url, options)
  const { stream, use } = connection
  let current: Turn | undefined

  // All appends of one turn leave in one write, and Redis syncs its file once for all of them.
  function beginTurn(): Turn {
    const values: string[] = []
    const isKept = new Promise<void>((resolve, reject) => {
      setImmediate(() => {
        current = undefined
        use(async (client) => {
          const pipeline = client.multi()
          for (const value of values) pipeline.addCommand(['XADD', stream, '*', VALUE_FIELD, value])
          await pipeline.execAsPipeline()
        }).then(() => resolve(), reject)
      })
    })
    return { values, isKept }
  }

  return {
    append(values) {
      if (values.length === 0) return Promise.resolve()
      current ??= beginTurn()
      for (const value of values) current.values.push(value)
      return current.isKept
    },
    check: () => connection.check(),
    close: () => connection.close(),
  }
}
