import { cpuSeconds } from './cpu-seconds.ts'
import { load, WARM_SECONDS, type Load, type LoadOptions } from './load.ts'
import { medianOf } from './percentile.ts'

/** A server to load. */
export interface Loaded {
  readonly url: string
  /** Its process. */
  readonly pid: number
  /** How, where it is not by GETs on 64 connections. */
  readonly by?: Pick<LoadOptions, 'connections' | 'script'>
}

/** How a server did under load, and what that cost its process. */
export interface Rate extends Load {
  readonly cpuSecondsPerEvent: number
}

const ROUNDS = 5
const ROUND_SECONDS = 2

/**
 * Loads warmed servers in turn, round by round, so that what else happens on the machine meets all of them; gives the median
 * of each figure, server by server.
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
