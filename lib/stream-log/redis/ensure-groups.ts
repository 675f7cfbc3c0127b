import type { RedisClient } from './client.ts'
import { booksKeyOf } from './read-lag.ts'
import { ENSURE_GROUP } from './scripts.ts'

/**
 * Makes groups that are not there, and the stream with them. From its first entry on (`0`): a group made at `$` or later
 * would miss what came before it, and Redis could not tell its lag.
 */
export async function ensureGroups(
  client: RedisClient,
  stream: string,
  groups: readonly string[],
): Promise<void> {
  for (const group of groups) {
    await client.eval(ENSURE_GROUP, { keys: [stream, booksKeyOf(stream, group)], arguments: [group] })
  }
}
