import { StartError } from '#lib/errors/start-error.ts'
import type { StreamReader, StreamWriter } from '#lib/stream-log/stream-log.ts'

/**
 * The writing side of the stream a URL names; its scheme picks the adapter.
 *
 * @throws {StartError} when the scheme is unknown or the stream cannot be used.
 */
export async function openStreamWriter(url: string): Promise<StreamWriter> {
  switch (schemeOf(url)) {
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
): Promise<StreamReader> {
  switch (schemeOf(url)) {
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
    'Name a stream in STREAM_URLS that begins with sqlite:, for instance sqlite:./data/stream.db.',
  )
}
