const AGAIN_MS = 2_000

/**
 * How a stream of server-sent events is connected:
 * - `live`: frames arrive
 * - `lost`: the connection broke, and the browser reconnects
 * - `away`: the platform answered with an error, and we try again
 * - `forbidden`: the reader may not see the stream
 */
export type Connection = 'live' | 'lost' | 'away' | 'forbidden'

/** How frames are followed. */
export interface FollowOptions<Frame> {
  readonly path: string
  /** True when the reader may see the stream: then an error is not about rights. */
  readonly isAllowed: boolean
  readonly onFrame: (frame: Frame) => void
  readonly onConnection: (connection: Connection) => void
}

/** Follows a stream of server-sent events, whose data are JSON, and reconnects; gives the function that ends this. */
export function followFrames<Frame>(options: FollowOptions<Frame>): () => void {
  const { path, onFrame, onConnection } = options
  let { isAllowed } = options
  let source: EventSource | undefined
  let timer: ReturnType<typeof setTimeout> | undefined

  function connect(): void {
    const opened = new EventSource(path)
    source = opened
    opened.addEventListener('open', () => {
      isAllowed = true
      onConnection('live')
    })
    opened.addEventListener('message', ({ data }: MessageEvent<string>) => {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- frames come from our own stations
      onFrame(JSON.parse(data) as Frame)
    })
    opened.addEventListener('error', () => {
      // A browser reconnects after a broken connection, but not after an answer such as 503.
      if (opened.readyState !== EventSource.CLOSED) onConnection('lost')
      else if (!isAllowed) onConnection('forbidden')
      else {
        onConnection('away')
        timer = setTimeout(connect, AGAIN_MS)
      }
    })
  }

  connect()
  return () => {
    source?.close()
    clearTimeout(timer)
  }
}
