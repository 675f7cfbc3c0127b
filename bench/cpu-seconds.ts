import { readFileSync } from 'node:fs'

/** Linux counts in hundredths of a second on all our machines (sysconf(_SC_CLK_TCK)). */
export const TICKS_PER_SECOND = 100
const USER_TICKS_FIELD = 11
const SYSTEM_TICKS_FIELD = 12

/** CPU seconds that a process has used, in user and system mode (proc(5), `/proc/pid/stat`). */
export function cpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // The name of the program may have spaces, so the fields are counted from the bracket after it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[USER_TICKS_FIELD]) + Number(fields[SYSTEM_TICKS_FIELD])) / TICKS_PER_SECOND
}
