import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/**
 * The pids of the processes that have a file or socket open whose name in `/proc/<pid>/fd` (proc(5)) passes `isSought`. Only
 * processes that Linux lets this user see; none of other containers, and none on other systems.
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
 * True for a process that we may tell an operator to stop. False for process 1, which is the whole machine or container, and
 * for this process and its parents.
 */
export function mayBeStopped(pid: number): boolean {
  for (let own = process.pid; own > 1; own = parentOf(own)) if (own === pid) return false
  return pid > 1
}

function parentOf(pid: number): number {
  if (pid === process.pid) return process.ppid
  // The name in brackets comes before the other fields, and may contain any character.
  const stat = quietly(() => readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? ''
  return Number(stat.slice(stat.lastIndexOf(')')).split(' ')[2] ?? 0)
}

// Processes come and go, and we cannot read those of other users: what cannot be read counts as absent.
function quietly<Result>(read: () => Result): Result | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
