import type { StreamWriter } from '#lib/stream-log/stream-log.ts'
import type { RedisClient } from './client.ts'
import { openConnection, type ConnectionOptions } from './connection.ts'
import { readFill } from './read-fill.ts'
import { APPEND } from './scripts.ts'

/** The field of an entry that holds its value. */
export const VALUE_FIELD = 'e'

// Redis does nothing else while a script runs, and keeps all its arguments in memory beside the new entries.
const PART_CHARACTERS_MAX = 65_536

/** The values appended in one turn of the event loop. */
interface Turn {
  readonly values: string[]
  readonly isKept: Promise<void>
}

/** Opens the writing side of a Redis Stream. */
export async function openRedisWriter(url: string, options: ConnectionOptions): Promise<StreamWriter> {
  const connection = await openConnection(url, options)
  const { stream, use } = connection
  let current: Turn | undefined

  // All appends of one turn leave in one write, so Redis syncs its file once for all of them.
  function beginTurn(): Turn {
    const values: string[] = []
    const isKept = new Promise<void>((resolve, reject) => {
      setImmediate(() => {
        current = undefined
        use((client) => Promise.all(partsOf(values).map((part) => append(client, part)))).then(
          () => resolve(),
          reject,
        )
      })
    })
    return { values, isKept }
  }

  // One command for many entries: the driver encodes and writes each command separately, which costs more than the script.
  function append(client: RedisClient, part: string[]): Promise<unknown> {
    return client.eval(APPEND, { keys: [stream], arguments: [VALUE_FIELD, ...part] })
  }

  return {
    append(values) {
      if (values.length === 0) return Promise.resolve()
      current ??= beginTurn()
      for (const value of values) current.values.push(value)
      return current.isKept
    },
    check: () => connection.check(),
    fill: () => use((client) => readFill(client, stream)),
    close: () => connection.close(),
  }
}

function partsOf(values: readonly string[]): string[][] {
  const parts: string[][] = []
  let room = 0
  for (const value of values) {
    if (value.length > room || parts.length === 0) {
      parts.push([])
      room = PART_CHARACTERS_MAX
    }
    parts.at(-1)?.push(value)
    room -= value.length
  }
  return parts
}
