import { hostname } from 'node:os'
import { threadId } from 'node:worker_threads'
import { codeOf } from '#lib/errors/code-of.ts'
import { newId } from '#lib/ids/new-id.ts'

/** Somebody who holds something in a database file, for as long as its process lives. */
export interface Owner {
  /** What to write beside the thing held. */
  readonly name: string
  /** From now on the name is gone. */
  readonly release: () => void
}

const living = new Set<string>()

/** A new owner in this process. */
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
 * True when an owner is known to hold nothing any more: released, or its process died. Owners on other machines or in
 * other containers cannot be judged, so they are never gone.
 */
export function isGone(name: string): boolean {
  const [host, pid, thread] = name.split('/')
  if (host !== hostname()) return false
  // A name with our own pid that we never gave away is of a process that had this pid before us.
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
