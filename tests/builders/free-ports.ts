import { randomInt } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

// Below the ports that Linux gives to outgoing connections (32768 and up): one of those may take a port at any time.
const FIRST = 15_000
const END = 32_000

/** Files that name, for each port that a test got, the process of that test. */
const CLAIMS = join(tmpdir(), 'pushtech-test-ports')

/**
 * So many TCP ports of this machine that nobody listens on now. No other test gets them while this process lives: between this
 * and the moment in which the test listens, the ports are free for everybody else.
 */
export async function freePorts(count: number): Promise<number[]> {
  mkdirSync(CLAIMS, { recursive: true })
  const ports = new Set<number>()
  while (ports.size < count) {
    const port = randomInt(FIRST, END)
    if (!ports.has(port) && claim(port) && (await isFree(port))) ports.add(port)
  }
  return [...ports]
}

/** Claims a port; false when a process that lives has it. */
function claim(port: number): boolean {
  const path = join(CLAIMS, String(port))
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' })
    return true
  } catch {
    if (isAlive(Number(readFileSync(path, 'utf8')))) return false
    // Whoever takes over the claim of a dead process at the same time gets another port: both look whether it is free.
    writeFileSync(path, String(process.pid))
    return true
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

function isFree(port: number): Promise<boolean> {
  const server = createServer()
  return new Promise((resolve) => {
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
