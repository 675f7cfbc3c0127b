import { until } from '../tests/builders/until.ts'
import { cpuSeconds } from './cpu-seconds.ts'

/** A process that drains a stream. */
export interface Drainer {
  /** Name in error messages. */
  readonly name: string
  readonly pid: number
  /** Entries in the stream. */
  readonly total: number
  /** The number of finished entries. */
  readonly done: () => Promise<number>
}

/** Its speed and its CPU cost. */
export interface Drained {
  /** Number of measured entries. */
  readonly count: number
  readonly seconds: number
  readonly perSecond: number
  readonly cpuSecondsPerEvent: number
}

const LONG_MS = 120_000

/** Measures a process that drains a stream, from the first finished entries to the last; its start is not measured. */
export async function measureDrain({ name, pid, total, done }: Drainer): Promise<Drained> {
  await until(`${name} has begun`, async () => (await done()) > 0, LONG_MS)
  const [startedAt, cpuBefore, before] = [performance.now(), cpuSeconds(pid), await done()]
  await until(`${name} has drained the stream`, async () => (await done()) === total, LONG_MS)
  const seconds = (performance.now() - startedAt) / 1_000
  const count = total - before
  return {
    count,
    seconds,
    perSecond: count / seconds,
    cpuSecondsPerEvent: (cpuSeconds(pid) - cpuBefore) / count,
  }
}
