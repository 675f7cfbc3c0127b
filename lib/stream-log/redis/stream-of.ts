const STREAM_DEFAULT = 'push:events'

/** The place of a stream: the server's address, and the key on it. */
export interface StreamPlace {
  readonly address: string
  readonly stream: string
}

/**
 * Reads `redis://user:password@host:port/db?stream=key`. The default of `stream` is `push:events`.
 *
 * @example
 * ```ts
 * streamOf('redis://localhost:6379?stream=other') // => { address: 'redis://localhost:6379', stream: 'other' }
 * ```
 */
export function streamOf(url: string): StreamPlace {
  const parsed = new URL(url)
  const stream = parsed.searchParams.get('stream') ?? STREAM_DEFAULT
  parsed.search = ''
  return { address: parsed.href, stream }
}
