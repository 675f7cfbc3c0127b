import type { RedisClient } from './client.ts'
import { booksKeyOf } from './read-lag.ts'
import { COUNT_BEHIND, GROUP_PLACE, RECOUNT } from './scripts.ts'

/** A group, and the stream it reads. */
export interface StreamGroup {
  readonly stream: string
  readonly group: string
}

/**
 * Corrects the number of entries that a group has read, once per start of the server. A Redis that restarts from its
 * append-only file has lost this number (https://github.com/redis/redis/issues/10569), and reports finished entries as unread.
 * The books would not balance, and workers would be scaled by a wrong lag. The unread entries are counted in pages, so that
 * other commands do not wait long. Entries that other readers take meanwhile count as read.
 */
export async function recountGroup(client: RedisClient, { stream, group }: StreamGroup): Promise<void> {
  const [, server] = /^run_id:(\w+)/mu.exec(await client.info('server')) ?? []
  const keys = [stream, booksKeyOf(stream, group)]
  if (server === undefined || (await client.hGet(booksKeyOf(stream, group), 'server')) === server) return
  const [added, read, delivered, newest] = texts(
    await client.eval(GROUP_PLACE, { keys: [stream], arguments: [group] }),
  )
  if (added === undefined || read === undefined || delivered === undefined || newest === undefined) return
  let behind = 0
  for (let after = delivered; after !== newest;) {
    const [count, last] = texts(
      await client.eval(COUNT_BEHIND, { keys: [stream], arguments: [after, newest] }),
    )
    if (count === undefined || last === undefined || last === after) break
    behind += Number(count)
    after = last
  }
  const forgotten = Number(added) - behind - Number(read)
  await client.eval(RECOUNT, { keys, arguments: [group, server, String(forgotten)] })
}

function texts(reply: unknown): string[] {
  return Array.isArray(reply) ? reply.map(String) : []
}
