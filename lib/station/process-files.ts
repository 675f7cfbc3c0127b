import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/**
 * The processes that have a file or socket open whose name in `/proc/<pid>/fd` (proc(5)) is one we look for, as far as Linux lets
 * this user see them; none elsewhere, and none of another container.
 */
export function processesWith(isSought: (openFile: string) => boolean): number[] {
  const pids = quietly(() => readdirSync('/proc').filter((name) => /^\d+$/u.test(name))) ?? []
  return pids
    .filter((pid) =>
      (quietly(() => readdirSync(`/proc/${pid}/fd`)) ?? []).some((fd) =>
        isSought(quietly(() => readlinkSync(`/proc/${pid}/fd/${fd}`)) ?? ''),
      ),
    )
    .map(Number)
}

/**
 * True for a process that an operator may be told to stop: neither the first one, which is the whole machine or container, nor this
 * one or what it was started by.
 */
export function mayBeStopped(pid: number): boolean {
  for (let own = process.pid; own > 1; own = parentOf(own)) if (own === pid) return false
  return pid > 1
}

function parentOf(pid: number): number {
  if (pid === process.pid) return process.ppid
  // The name in brackets before it may hold anything.
  const stat = quietly(() => readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? ''
  return Number(stat.slice(stat.lastIndexOf(')')).split(' ')[2] ?? 0)
}

// Processes come and go, and other users' are closed to us: what cannot be read is not there.
function quietly<Result>(read: () => Result): Result | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
