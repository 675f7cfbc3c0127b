import { openSeries, type Labels, type Sample } from '#lib/telemetry/open-series.ts'

/** Counts values in buckets, for each set of labels. */
export interface Histogram<Label extends string> {
  observe(labels: Labels<Label>, value: number): void
  /** Returns a fast function that observes values of one set of labels, for use in every request. */
  series(labels: Labels<Label>): (value: number) => void
}

/** Options of `openHistogram()`. */
export interface HistogramOptions<Label extends string> {
  readonly name: string
  readonly help: string
  readonly labels: readonly Label[]
  /** Upper bounds of the buckets, ascending; a last bucket takes all larger values. */
  readonly bounds: readonly number[]
}

interface Buckets {
  readonly counts: number[]
  sum: number
}

/**
 * Creates a histogram for prom-client's registry. `observe()` looks its labels up for each value, as prom-client's own histogram
 * does; `series()` looks them up only once.
 */
export function openHistogram<Label extends string>(options: HistogramOptions<Label>) {
  const { name, help, labels: names, bounds } = options
  const table = openSeries(names, (): Buckets => ({
    counts: Array.from({ length: bounds.length + 1 }, () => 0),
    sum: 0,
  }))

  function add(buckets: Buckets, value: number): void {
    const found = bounds.findIndex((bound) => value <= bound)
    const place = found === -1 ? bounds.length : found
    buckets.counts[place] = (buckets.counts[place] ?? 0) + 1
    buckets.sum += value
  }

  // Cumulative (https://prometheus.io/docs/instrumenting/exposition_formats/#histograms-and-summaries).
  function samplesOf(labels: Labels<Label>, { counts, sum }: Buckets): Sample[] {
    let count = 0
    const buckets = counts.map((own, place): Sample => {
      count += own
      return {
        metricName: `${name}_bucket`,
        labels: { le: bounds[place] ?? '+Inf', ...labels },
        value: count,
      }
    })
    return [
      ...buckets,
      { metricName: `${name}_sum`, labels, value: sum },
      { metricName: `${name}_count`, labels, value: count },
    ]
  }

  const histogram: Histogram<Label> = {
    observe: (labels, value) => add(table.of(labels), value),
    series(labels) {
      const buckets = table.of(labels)
      return (value) => add(buckets, value)
    },
  }
  const samples = () => table.entries().flatMap(([labels, buckets]) => samplesOf(labels, buckets))
  return {
    ...histogram,
    name,
    get: () => Promise.resolve({ name, help, type: 'histogram', values: samples() }),
  }
}
