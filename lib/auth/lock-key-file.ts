import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { codeOf } from '#lib/errors/code-of.ts'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'

const WAIT_MS = 5_000
const POLL_MS = 10

/**
 * Takes the lock for changes of a key file; waits while another process holds it. Returns a function that releases the
 * lock.
 *
 * If the holder was killed, a person must delete the lock file. We never do it: two processes could do it at once, and both
 * would believe that they hold the lock.
 *
 * @throws {UnavailableError} naming the holder, when it does not release the lock in time.
 */
export async function lockKeyFile(path: string, waitMs = WAIT_MS): Promise<() => void> {
  const lock = `${path}.lock`
  const draft = `${lock}.${crypto.randomUUID()}`
  const startedAt = performance.now()
  writeFileSync(draft, `pid ${process.pid} on ${hostname()}\n`)
  try {
    while (!tryLink(draft, lock)) {
      if (performance.now() - startedAt >= waitMs) {
        throw new UnavailableError(`Cannot change key file "${path}": ${blameOf(lock)}`)
      }
      await Bun.sleep(POLL_MS)
    }
  } finally {
    rmSync(draft, { force: true })
  }
  return () => rmSync(lock, { force: true })
}

function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  }
}

function blameOf(lock: string): string {
  try {
    const holder = readFileSync(lock, 'utf8').trim()
    return `"${lock}" is held by ${holder}; if no such process runs, delete the lock file`
  } catch {
    // The holder has released it since we looked; the caller may try again.
    return `"${lock}" was held until just now`
  }
}
