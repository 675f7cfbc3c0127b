import { createClient } from 'redis'

/** The driver's client, with the replies of RESP2. */
export type RedisClient = ReturnType<typeof newClient>

/** How long a connection may take. */
export const CONNECT_MS = 2_000

const RECONNECT_MS_MIN = 50
const RECONNECT_MS_MAX = 2_000

/** A client that connects anew for as long as it takes. */
export function newClient(url: string) {
  return createClient({
    url,
    RESP: 2,
    // A command while Redis is away is refused at once: the caller has another place for its data, or tries again.
    disableOfflineQueue: true,
    socket: {
      connectTimeout: CONNECT_MS,
      reconnectStrategy: (tries) => Math.min(RECONNECT_MS_MIN * 2 ** tries, RECONNECT_MS_MAX),
    },
  })
}
