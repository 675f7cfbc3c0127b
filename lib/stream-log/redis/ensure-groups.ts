import type { RedisClient } from './client.ts'
import { booksKeyOf } from './read-lag.ts'
import { ENSURE_GROUP } from './scripts.ts'

/**
 * Creates missing groups, and the stream with them. They begin at the first entry (`0`): a group that is created at `$` or
 * later would miss earlier entries, and Redis could not tell its lag.
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
