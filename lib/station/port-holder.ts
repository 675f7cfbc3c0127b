import { readFileSync } from 'node:fs'
import { processesWith } from '#lib/station/process-files.ts'

const LISTENING = '0A'

/**
 * The pid of the process that listens on a TCP port, if Linux lets this user see it (`/proc/net/tcp`, proc(5)); undefined
 * otherwise, and on other systems.
 */
export function holderOfPort(port: number): number | undefined {
  const sockets = new Set(
    ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((table) => socketsListening(table, port)),
  )
  return sockets.size === 0 ? undefined : processesWith((name) => sockets.has(name))[0]
}

function socketsListening(table: string, port: number): string[] {
  const hexPort = port.toString(16).toUpperCase().padStart(4, '0')
  return readTable(table)
    .split('\n')
    .map((line) => line.trim().split(/\s+/u))
    .filter((columns) => columns[1]?.endsWith(`:${hexPort}`) === true && columns[3] === LISTENING)
    .map((columns) => `socket:[${columns[9] ?? ''}]`)
}

function readTable(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    // Not Linux, or no IPv6.
    return ''
  }
}
