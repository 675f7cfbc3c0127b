import { StartError } from '#lib/errors/start-error.ts'
import type { Logger } from '#lib/telemetry/logger.ts'
import type { StreamReader, StreamWriter } from '#lib/stream-log/stream-log.ts'

/** How to open a stream on an engine that may be unavailable. */
export interface StreamOptions {
  /** Gets a warning for each unsafe setting of the engine. */
  readonly log?: Logger | undefined
  /** Whether to refuse the start when the settings of the engine could lose events. */
  readonly isStrict?: boolean | undefined
  /** Maximum time for an answer of the engine, in milliseconds; after that the call fails. */
  readonly answerMs?: number | undefined
}

/** The consumer group of workers/enrich. A writer creates it before it appends anything. */
export const WORKERS_GROUP = 'enrich'

/**
 * The writing side of the stream at a URL; the URL's scheme selects the adapter.
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
 * A reader of a group on the stream at a URL; the URL's scheme selects the adapter.
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
    'Set STREAM_URLS to URLs that begin with redis:, rediss: or sqlite:, for instance sqlite:./data/stream.db.',
  )
}
