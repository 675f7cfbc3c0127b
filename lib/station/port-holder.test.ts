import { createServer, type AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { holderOfPort } from '#lib/station/port-holder.ts'

test.runIf(process.platform === 'linux').each(['127.0.0.1', '::1', '0.0.0.0'])(
  'holderOfPort() is the process that listens on %s, and undefined after that',
  async (host) => {
    const server = createServer()
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(0, host, resolve)
    })
    const { port } = server.address() as AddressInfo
    expect(holderOfPort(port)).toBe(process.pid)
    await new Promise((resolve) => server.close(resolve))
    expect(holderOfPort(port)).toBeUndefined()
  },
)
