import { readFileSync } from 'node:fs'
import { TICKS_PER_SECOND } from './cpu-seconds.ts'

const IDLE_FIELDS: ReadonlySet<number> = new Set([3, 4])
// The fields after it repeat parts of the first two.
const FIELDS = 8

/** CPU seconds that all processes of this machine have used, with those of its kernel (proc(5), `/proc/stat`). */
export function machineCpuSeconds(): number {
  const [, ...fields] = (readFileSync('/proc/stat', 'utf8').split('\n', 1)[0] ?? '').split(/\s+/u)
  const busy = fields.slice(0, FIELDS).filter((_, index) => !IDLE_FIELDS.has(index))
  return busy.reduce((sum, ticks) => sum + Number(ticks), 0) / TICKS_PER_SECOND
}
