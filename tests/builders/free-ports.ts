import { randomInt } from 'node:crypto'
import { createServer, type Server } from 'node:net'

// Below the ports that Linux gives to outgoing connections (32768 and up): one of those may take a port at any time.
const FIRST = 15_000
const END = 32_000

/** So many TCP ports of this machine that nobody listens on now. */
export async function freePorts(count: number): Promise<number[]> {
  const held = new Map<number, Server>()
  // All are held until all are known, so that none is given twice.
  while (held.size < count) {
    const port = randomInt(FIRST, END)
    const server = await hold(port)
    if (server !== undefined) held.set(port, server)
  }
  await Promise.all([...held.values()].map((server) => new Promise((resolve) => server.close(resolve))))
  return [...held.keys()]
}

function hold(port: number): Promise<Server | undefined> {
  const server = createServer()
  return new Promise((resolve) => {
    server.once('error', () => resolve(undefined))
    server.listen(port, '127.0.0.1', () => resolve(server))
  })
}
