import { hostname } from 'node:os'
import { threadId } from 'node:worker_threads'
import { codeOf } from '#lib/errors/code-of.ts'
import { newId } from '#lib/ids/new-id.ts'

/** An owner of locks or leases in a database file, until the end of its process. */
export interface Owner {
  /** The name to store with the lock or lease. */
  readonly name: string
  /** Ends the ownership: `isGone()` is then true for the name. */
  readonly release: () => void
}

const living = new Set<string>()

/** Creates a new owner in this process. */
export function newOwner(): Owner {
  const name = [hostname(), process.pid, threadId, newId()].join('/')
  living.add(name)
  return {
    name,
    release() {
      living.delete(name)
    },
  }
}

/**
 * True when an owner has certainly ended: it was released, or its process ended. For owners on other machines or in other
 * containers this is unknown, so the result is false.
 */
export function isGone(name: string): boolean {
  const [host, pid, thread] = name.split('/')
  if (host !== hostname()) return false
  // If the name has our pid but is unknown here, it belongs to an earlier process with the same pid.
  if (pid === String(process.pid)) return thread === String(threadId) && !living.has(name)
  return !isAlive(Number(pid))
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return codeOf(error) !== 'ESRCH'
  }
}
