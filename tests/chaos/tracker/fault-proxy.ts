import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** A TCP proxy that can inject faults. */
export interface FaultProxy {
  readonly port: number
  /** Delays the bytes of the server by a number of milliseconds. */
  delay(ms: number): void
  /** Passes all bytes to the server, and drops its answers. */
  swallow(isOn: boolean): void
  /** Ends all connections at once. */
  cut(): void
  close(): Promise<void>
}

/** Opens a proxy in front of a port of this machine. */
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
    let earlier: Promise<unknown> = Promise.resolve()
    upstream.on('data', (chunk) => {
      if (isSwallowing) return
      const dueAt = performance.now() + delayMs
      // Waits for earlier bytes, even if their delay was longer: TCP keeps the order.
      earlier = writeAfter(earlier, dueAt, () => client.write(chunk))
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

async function writeAfter(earlier: Promise<unknown>, dueAt: number, write: () => void): Promise<void> {
  await earlier
  const waitMs = dueAt - performance.now()
  if (waitMs > 0) await Bun.sleep(waitMs)
  write()
}
