import type { Acknowledgement, EntryOutcome, StreamEntry, StreamReader } from '#lib/stream-log/stream-log.ts'
import { ENTRY_OUTCOMES } from '#lib/stream-log/stream-log.ts'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { messageOf } from '#lib/errors/message-of.ts'
import { openConnection, type ConnectionOptions } from './connection.ts'
import { booksKeyOf, readBooks, readLag } from './read-lag.ts'
import { ACK, CLAIM, TRIM, VALUE_FIELD } from './scripts.ts'

/** A member of a consumer group. */
export interface Member {
  readonly group: string
  readonly consumer: string
}

/**
 * Opens a reader of a consumer group on a Redis Stream.
 *
 * @throws {StartError} when Redis is available but unusable: wrong password, too old, or missing permissions.
 */
export async function openRedisReader(
  url: string,
  { group, consumer }: Member,
  options: Omit<ConnectionOptions, 'groups' | 'isCounting'>,
): Promise<StreamReader> {
  const connection = await openConnection(url, { ...options, groups: [group], isCounting: true })
  const { stream, name, use } = connection
  // A blocking read occupies its connection, so it has its own.
  const blocking = connection.client.duplicate()
  blocking.on('error', () => undefined)
  let connecting: Promise<unknown> | undefined
  let isClosed = false

  async function read(max: number, waitMs: number): Promise<StreamEntry[]> {
    connecting ??= blocking.connect().catch((error: unknown) => {
      connecting = undefined
      if (blocking.isOpen) blocking.destroy()
      throw error
    })
    await connecting
    const reply = await blocking.xReadGroup(group, consumer, [{ key: stream, id: '>' }], {
      COUNT: max,
      ...(waitMs > 0 && { BLOCK: Math.ceil(waitMs) }),
    })
    return (reply ?? []).flatMap(({ messages }) => messages).map(({ id, message }) => toEntry(id, message, 1))
  }

  return {
    async take(max, waitMs) {
      try {
        if (isClosed) return []
        await connection.check()
        return await read(max, waitMs)
      } catch (error) {
        if (isClosed) return []
        throw error instanceof UnavailableError
          ? error
          : new UnavailableError(`Cannot read Redis at ${name}: ${messageOf(error)}`, { cause: error })
      }
    },
    async ack(done) {
      const parameters = ackParameters(done)
      if (parameters.length === 0) return
      await use((client) =>
        client.eval(ACK, { keys: [stream, booksKeyOf(stream, group)], arguments: [group, ...parameters] }),
      )
    },
    async reclaim(idleMs, max) {
      return use(async (client) => {
        const idle = await client.xPendingRange(stream, group, '-', '+', max, { IDLE: idleMs })
        if (idle.length === 0) return []
        const deliveries = new Map(idle.map(({ id, deliveriesCounter }) => [id, deliveriesCounter + 1]))
        // Claim only entries that are still idle: another reader may have claimed some since.
        const claimed = await client.xClaim(stream, group, consumer, idleMs, [...deliveries.keys()])
        return claimed.flatMap((entry) =>
          entry === null ? [] : [toEntry(entry.id, entry.message, deliveries.get(entry.id) ?? 1)],
        )
      })
    },
    async claimNew(claims, ttlMs) {
      if (claims.length === 0) return []
      const keys = claims.map(({ key }) => `${stream}:seen:${group}:${key}`)
      const parameters = [String(Math.ceil(ttlMs)), ...claims.map(({ token }) => token)]
      const won = await use((client) => client.eval(CLAIM, { keys, arguments: parameters }))
      return claims.map((_, index) => typeof won === 'string' && won[index] === '1')
    },
    lag: () => use((client) => readLag(client, stream, group)),
    books: () => use((client) => readBooks(client, stream, group)),
    trim: (retentionMs) =>
      use(async (client) =>
        Number(await client.eval(TRIM, { keys: [stream], arguments: [String(retentionMs)] })),
      ),
    async close() {
      isClosed = true
      blocking.destroy()
      await connection.close()
    },
  }
}

function toEntry(id: string, message: Readonly<Record<string, string>>, deliveries: number): StreamEntry {
  return { token: id, value: message[VALUE_FIELD] ?? '', deliveries, appendedAt: Number.parseInt(id, 10) }
}

// For each outcome: its name, the number of ids, and the ids. A token counts once; unknown tokens do not count.
function ackParameters(done: readonly Acknowledgement[]): string[] {
  const outcomeOf = new Map<string, EntryOutcome>()
  for (const { token, outcome } of done) {
    if (!outcomeOf.has(token) && isEntryId(token)) outcomeOf.set(token, outcome)
  }
  return ENTRY_OUTCOMES.flatMap((wanted) => {
    const ids: string[] = []
    for (const [token, outcome] of outcomeOf) if (outcome === wanted) ids.push(token)
    return ids.length === 0 ? [] : [wanted, String(ids.length), ...ids]
  })
}

function isEntryId(token: string): boolean {
  return /^\d{1,20}-\d{1,20}$/u.test(token)
}
