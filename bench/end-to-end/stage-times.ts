import type { RunningStation } from '../../tests/builders/start-stations.ts'

/** The times of a stage since the start of its station, in the buckets of its histogram. */
interface StageTimes {
  readonly sum: number
  /** By upper bound in seconds, ascending: how many times are not longer. */
  readonly buckets: readonly (readonly [bound: number, count: number])[]
}

const SERIES = /^push_e2e_latency_seconds_(?<kind>bucket|sum)\{(?<labels>[^}]*)\} (?<value>\S+)$/u

/** Reads how long events took from the tracker to each stage, from the metrics of all stations. */
export async function readStageTimes(
  stations: Iterable<RunningStation>,
): Promise<ReadonlyMap<string, StageTimes>> {
  const texts = await Promise.all(
    [...stations].map(async ({ metricsUrl }) => (await fetch(metricsUrl)).text()),
  )
  const stages = new Map<string, { sum: number; buckets: [number, number][] }>()
  for (const line of texts.join('\n').split('\n')) {
    const { kind, labels = '', value } = SERIES.exec(line)?.groups ?? {}
    if (kind === undefined) continue
    const read = (name: string) => new RegExp(`${name}="([^"]*)"`, 'u').exec(labels)?.[1] ?? ''
    const stage = stages.get(read('stage')) ?? { sum: 0, buckets: [] }
    stages.set(read('stage'), stage)
    if (kind === 'sum') stage.sum += Number(value)
    else stage.buckets.push([read('le') === '+Inf' ? Infinity : Number(read('le')), Number(value)])
  }
  return stages
}

/** Says how long events took from the tracker to each stage between two readings, the fastest stage first. */
export function describeStages(
  before: ReadonlyMap<string, StageTimes>,
  after: ReadonlyMap<string, StageTimes>,
): string {
  return [...after]
    .map(([stage, { sum, buckets }]) => {
      const earlier = before.get(stage)
      const counts = buckets.map(([bound, count], place): [number, number] => [
        bound,
        count - (earlier?.buckets[place]?.[1] ?? 0),
      ])
      const count = counts.at(-1)?.[1] ?? 0
      return { stage, counts, count, mean: (sum - (earlier?.sum ?? 0)) / count }
    })
    .filter(({ count }) => count > 0)
    .toSorted((a, b) => a.mean - b.mean)
    .map(
      ({ stage, counts, count, mean }) =>
        `${stage} ${ms(mean)} (p50 ${ms(quantile(counts, 0.5))}, p99 ${ms(quantile(counts, 0.99))} of ${count})`,
    )
    .join(', ')
}

/** A quantile of counts in buckets, linear within its bucket, as in Prometheus. */
function quantile(counts: readonly (readonly [number, number])[], share: number): number {
  const wanted = (counts.at(-1)?.[1] ?? 0) * share
  let [lower, below] = [0, 0]
  for (const [bound, count] of counts) {
    if (count >= wanted)
      return Number.isFinite(bound) ? lower + ((wanted - below) / (count - below)) * (bound - lower) : lower
    lower = bound
    below = count
  }
  return lower
}

function ms(seconds: number): string {
  return `${(seconds * 1_000).toFixed(0)} ms`
}
