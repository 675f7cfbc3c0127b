import { readFileSync, readdirSync, readlinkSync } from 'node:fs'

const LISTENING = '0A'

/**
 * The process that listens on a TCP port, as far as Linux lets this user see it (`/proc/net/tcp`, proc(5)); undefined
 * elsewhere.
 */
export function holderOfPort(port: number): number | undefined {
  const sockets = new Set(
    ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((table) => inodesListening(table, port)),
  )
  if (sockets.size === 0) return undefined
  const pids = quietly(() => readdirSync('/proc').filter((name) => /^\d+$/u.test(name))) ?? []
  const holder = pids.find((pid) =>
    (quietly(() => readdirSync(`/proc/${pid}/fd`)) ?? []).some((fd) =>
      sockets.has(quietly(() => readlinkSync(`/proc/${pid}/fd/${fd}`)) ?? ''),
    ),
  )
  return holder === undefined ? undefined : Number(holder)
}

function inodesListening(table: string, port: number): string[] {
  const hexPort = port.toString(16).toUpperCase().padStart(4, '0')
  return (quietly(() => readFileSync(table, 'utf8')) ?? '')
    .split('\n')
    .map((line) => line.trim().split(/\s+/u))
    .filter((columns) => columns[1]?.endsWith(`:${hexPort}`) === true && columns[3] === LISTENING)
    .map((columns) => `socket:[${columns[9] ?? ''}]`)
}

// Processes come and go, and other users' are closed to us: what cannot be read is not there.
function quietly<Result>(read: () => Result): Result | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
