import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** A TCP proxy that can be made to misbehave. */
export interface FaultProxy {
  readonly port: number
  /** Holds back what the server says, by so many milliseconds. */
  delay(ms: number): void
  /** Lets the server have everything, and swallows what it says. */
  swallow(isOn: boolean): void
  /** Ends all connections at once. */
  cut(): void
  close(): Promise<void>
}

/** Opens a proxy before a port of this machine. */
export async function openFaultProxy(target: number): Promise<FaultProxy> {
  const sockets = new Set<Socket>()
  let delayMs = 0
  let isSwallowing = false

  const server = createServer((client) => {
    const upstream = connect(target, '127.0.0.1')
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => {
        sockets.delete(socket)
        other.destroy()
      })
    }
    client.on('data', (chunk) => upstream.write(chunk))
    upstream.on('data', (chunk) => {
      if (isSwallowing) return
      if (delayMs === 0) client.write(chunk)
      // All of one connection wait equally long, so that their order stays.
      else setTimeout(() => client.write(chunk), delayMs)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

  function cut(): void {
    for (const socket of sockets) socket.destroy()
  }

  return {
    port: (server.address() as AddressInfo).port,
    delay: (ms) => void (delayMs = ms),
    swallow: (isOn) => void (isSwallowing = isOn),
    cut,
    async close() {
      cut()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
