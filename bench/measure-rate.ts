import { cpuSeconds } from './cpu-seconds.ts'
import { load, WARM_SECONDS, type Load, type LoadOptions } from './load.ts'
import { medianOf } from './percentile.ts'

/** A server to load. */
export interface Loaded {
  readonly url: string
  /** The pid of its process. */
  readonly pid: number
  /** The load, if it is not GETs on 64 connections. */
  readonly by?: Pick<LoadOptions, 'connections' | 'script'>
}

/** The results of a server under load, with its CPU cost. */
export interface Rate extends Load {
  readonly cpuSecondsPerEvent: number
}

const ROUNDS = 5
const ROUND_SECONDS = 2

/**
 * Loads warm servers alternately, round by round, so that other work on the machine affects all of them. Gives the median of each
 * value, per server.
 */
export async function measureRates(servers: readonly Loaded[]): Promise<Rate[]> {
  for (const { url, by } of servers) await load(url, { ...by, seconds: WARM_SECONDS })
  const rounds: Rate[][] = servers.map(() => [])
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [index, server] of servers.entries()) rounds[index]?.push(await measureOnce(server))
  }
  return rounds.map((own) => ({
    perSecond: medianOf(own, ({ perSecond }) => perSecond),
    cpuSecondsPerEvent: medianOf(own, ({ cpuSecondsPerEvent }) => cpuSecondsPerEvent),
    p50Ms: medianOf(own, ({ p50Ms }) => p50Ms),
    p99Ms: medianOf(own, ({ p99Ms }) => p99Ms),
    requests: own.reduce((sum, { requests }) => sum + requests, 0),
    errors: own.reduce((sum, { errors }) => sum + errors, 0),
  }))
}

async function measureOnce({ url, pid, by }: Loaded): Promise<Rate> {
  const before = cpuSeconds(pid)
  const result = await load(url, { ...by, seconds: ROUND_SECONDS })
  return { ...result, cpuSecondsPerEvent: (cpuSeconds(pid) - before) / Math.max(1, result.requests) }
}
