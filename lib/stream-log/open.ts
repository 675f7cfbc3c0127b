import { StartError } from '#lib/errors/start-error.ts'
import type { Logger } from '#lib/telemetry/logger.ts'
import type { StreamReader, StreamWriter } from '#lib/stream-log/stream-log.ts'

/** How to open a stream on an engine that may be away. */
export interface StreamOptions {
  /** Told when the engine goes, comes back, or is set unsafely. */
  readonly log?: Logger | undefined
  /** Whether an engine whose settings could lose events keeps us from starting. */
  readonly isStrict?: boolean | undefined
  /** How long the engine's answer to anything may take, in milliseconds, before it counts as none. */
  readonly answerMs?: number | undefined
}

/** The consumer group of workers/enrich; a writer sees to it that it is there before anything is appended. */
export const WORKERS_GROUP = 'enrich'

/**
 * The writing side of the stream a URL names; its scheme picks the adapter.
 *
 * @throws {StartError} when the scheme is unknown or the stream cannot be used.
 */
export async function openStreamWriter(url: string, options: StreamOptions = {}): Promise<StreamWriter> {
  switch (schemeOf(url)) {
    case 'redis':
    case 'rediss':
      return (await import('#lib/stream-log/redis/open-writer.ts')).openRedisWriter(url, {
        ...options,
        groups: [WORKERS_GROUP],
      })
    case 'sqlite':
      return (await import('#lib/stream-log/sqlite/open-writer.ts')).openSqliteWriter(url)
    default:
      throw unknownScheme(url)
  }
}

/**
 * A reader of a group on the stream a URL names; its scheme picks the adapter.
 *
 * @throws {StartError} when the scheme is unknown or the stream cannot be used.
 */
export async function openStreamReader(
  url: string,
  member: { readonly group: string; readonly consumer: string },
  options: StreamOptions = {},
): Promise<StreamReader> {
  switch (schemeOf(url)) {
    case 'redis':
    case 'rediss':
      return (await import('#lib/stream-log/redis/open-reader.ts')).openRedisReader(url, member, options)
    case 'sqlite':
      return (await import('#lib/stream-log/sqlite/open-reader.ts')).openSqliteReader(url, member)
    default:
      throw unknownScheme(url)
  }
}

function schemeOf(url: string): string {
  return url.split(':', 1)[0] ?? ''
}

function unknownScheme(url: string): StartError {
  return new StartError(
    `Cannot open stream: scheme "${schemeOf(url)}:" is unknown`,
    'Name a stream in STREAM_URLS that begins with redis:, rediss: or sqlite:, for instance sqlite:./data/stream.db.',
  )
}
