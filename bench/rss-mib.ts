import { readFileSync } from 'node:fs'

const KIB = 1_024

/** The resident memory of a process now, or at its highest, in MiB (proc(5), `/proc/pid/status`). */
export function rssMib(pid: number, name: 'VmRSS' | 'VmHWM' = 'VmRSS'): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(new RegExp(`${name}:\\s+(\\d+) kB`, 'u').exec(status)?.[1] ?? 0) / KIB
}
