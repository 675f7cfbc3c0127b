import type { StreamWriter } from '#lib/stream-log/stream-log.ts'
import type { RedisClient } from './client.ts'
import { openConnection, type ConnectionOptions } from './connection.ts'
import { readFillLevel } from './read-fill-level.ts'
import { APPEND, VALUE_FIELD } from './scripts.ts'

// Limit of one script call, because a script blocks Redis and its arguments need memory too. Longer turns are split into parts.
// A longer value is a part of its own.
const PART_CHARACTERS_MAX = 65_536

/** The values appended in one turn of the event loop; `stored` resolves when Redis has them all. */
interface Turn {
  readonly values: string[]
  readonly stored: Promise<void>
}

/**
 * Opens the writing side of a Redis Stream.
 *
 * @throws {StartError} when Redis is available but unusable: wrong password, too old, or missing permissions.
 */
export async function openRedisWriter(url: string, options: ConnectionOptions): Promise<StreamWriter> {
  const connection = await openConnection(url, options)
  const { stream, use } = connection
  let current: Turn | undefined

  // The calls of one event-loop turn are sent together, so Redis fsyncs its append-only file once.
  function beginTurn(): Turn {
    const values: string[] = []
    const stored = new Promise<void>((resolve, reject) => {
      setImmediate(() => {
        current = undefined
        use((client) => Promise.all(partsOf(values).map((part) => append(client, part)))).then(
          () => resolve(),
          reject,
        )
      })
    })
    return { values, stored }
  }

  // One script call for many entries: the driver encodes and writes each command separately, which costs more than the script.
  function append(client: RedisClient, part: string[]): Promise<unknown> {
    return client.eval(APPEND, { keys: [stream], arguments: [VALUE_FIELD, ...part] })
  }

  return {
    append(values) {
      if (values.length === 0) return Promise.resolve()
      current ??= beginTurn()
      for (const value of values) current.values.push(value)
      return current.stored
    },
    check: () => connection.check(),
    fillLevel: () => use((client) => readFillLevel(client, stream)),
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
