import { createClient } from 'redis'

/** True when a Redis answers, be it with the wish for a password; rejects when none does. */
export async function isRedisServing(url: string): Promise<boolean> {
  const client = createClient({ url, socket: { reconnectStrategy: false } })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return (await client.ping()) === 'PONG'
  } catch (error) {
    if (String(error).includes('NOAUTH')) return true
    throw error
  } finally {
    client.destroy()
  }
}
