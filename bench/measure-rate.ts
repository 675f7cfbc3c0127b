import { cpuSeconds } from './cpu-seconds.ts'
import { load, type Load } from './load.ts'

/** A server under load, and what that cost its process. */
export interface Rate extends Load {
  readonly cpuSecondsPerEvent: number
}

const WARM_SECONDS = 3

/** Loads a warmed server, and counts the CPU seconds of its process. */
export async function measureRate(url: string, pid: number): Promise<Rate> {
  await load(url, { seconds: WARM_SECONDS })
  const before = cpuSeconds(pid)
  const result = await load(url)
  return { ...result, cpuSecondsPerEvent: (cpuSeconds(pid) - before) / Math.max(1, result.requests) }
}
