import { createClient } from 'redis'

/** The driver's client, with the replies of RESP2. */
export type RedisClient = ReturnType<typeof newClient>

/** Maximum time for a connection, in milliseconds. */
export const CONNECT_MS = 2_000

const RECONNECT_MS_MIN = 50
const RECONNECT_MS_MAX = 2_000

/** A client that reconnects by itself, without a limit of tries. */
export function newClient(url: string) {
  return createClient({
    url,
    RESP: 2,
    // While Redis is unavailable, a command fails at once: the caller stores its data elsewhere, or tries again.
    disableOfflineQueue: true,
    socket: {
      connectTimeout: CONNECT_MS,
      reconnectStrategy: (tries) => Math.min(RECONNECT_MS_MIN * 2 ** tries, RECONNECT_MS_MAX),
    },
  })
}
