import { until } from '../tests/builders/until.ts'
import { cpuSeconds } from './cpu-seconds.ts'

/** A process that drains a stream. */
export interface Drainer {
  /** For what is told when it does not get on. */
  readonly name: string
  readonly pid: number
  /** Entries in the stream. */
  readonly total: number
  /** How many of them it is done with. */
  readonly done: () => Promise<number>
}

/** How fast it was, and what that cost its process. */
export interface Drained {
  /** Entries that were measured. */
  readonly count: number
  readonly seconds: number
  readonly perSecond: number
  readonly cpuSecondsPerEvent: number
}

const LONG_MS = 120_000

/** Measures a process that drains a stream, from the first entries it is done with to the last: its start is left out. */
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
