import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { codeOf } from '#lib/errors/code-of.ts'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'

const WAIT_MS = 5_000
const POLL_MS = 10

/**
 * Takes the lock for changes of a key file; waits while another process holds it. Returns a function that releases the
 * lock. A lock left by a killed process is never taken over: two processes that do so at once would both have it.
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
        throw new UnavailableError(`Cannot change key file "${path}": "${lock}" is held by ${holderOf(lock)}`)
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

function holderOf(lock: string): string {
  try {
    return readFileSync(lock, 'utf8').trim()
  } catch {
    // The holder has released it since we looked; the caller may try again.
    return 'a process that has just released it'
  }
}
