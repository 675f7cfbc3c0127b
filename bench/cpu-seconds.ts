import { readFileSync } from 'node:fs'

// Linux counts in hundredths of a second on every machine we run on (sysconf(_SC_CLK_TCK)).
const TICKS_PER_SECOND = 100
const USER_TICKS_FIELD = 11
const SYSTEM_TICKS_FIELD = 12

/** CPU seconds a process has used so far, in user and system mode (proc(5), `/proc/pid/stat`). */
export function cpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // The name of the program may hold spaces: what counts begins behind its bracket.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[USER_TICKS_FIELD]) + Number(fields[SYSTEM_TICKS_FIELD])) / TICKS_PER_SECOND
}
