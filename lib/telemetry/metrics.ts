import { Gauge, Registry, collectDefaultMetrics, type Metric } from 'prom-client'
import { openCounter, type Counter } from '#lib/telemetry/open-counter.ts'
import { openHistogram, type Histogram } from '#lib/telemetry/open-histogram.ts'

/** Metrics of one process in Prometheus' model; stations in one process share it. */
export interface Metrics {
  /** A counter that only grows; its name ends in `_total`. */
  counter<Label extends string>(name: string, help: string, labels?: readonly Label[]): Counter<Label>
  /** A value that goes up and down; `read` is asked at each scrape, and what it cannot read then is left out. */
  gauge<Label extends string>(
    name: string,
    help: string,
    labels?: readonly Label[],
    read?: GaugeReader<Label>,
  ): Gauge<Label>
  /** Seconds in buckets from 1 ms to 60 s. */
  seconds<Label extends string>(name: string, help: string, labels?: readonly Label[]): Histogram<Label>
  /** The Prometheus text of everything. */
  text(): Promise<string>
  readonly contentType: string
}

type GaugeReader<Label extends string> = (gauge: Gauge<Label>) => Promise<void> | void

const SECONDS_BUCKETS = [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]

/** A registry of its own; asking twice for one name gives the same metric. */
export function openMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })

  // The registry asks a metric for no more than `name` and `get()`, and keeps it without the types of its labels: the name
  // stands for the one declaration.
  /* oxlint-disable typescript/no-unsafe-type-assertion */
  function once<Kind extends object>(name: string, make: () => Kind): Kind {
    const known = registry.getSingleMetric(name) as Kind | undefined
    if (known !== undefined) return known
    const fresh = make()
    registry.registerMetric(fresh as unknown as Metric)
    return fresh
  }
  /* oxlint-enable typescript/no-unsafe-type-assertion */

  return {
    counter: (name, help, labels = []) => once(name, () => openCounter({ name, help, labels })),
    gauge: (name, help, labels = [], read) =>
      once(
        name,
        () =>
          new Gauge({
            name,
            help,
            labelNames: [...labels],
            registers: [],
            ...(read && {
              async collect() {
                try {
                  await read(this)
                } catch {
                  // One that cannot be read now, its engine being away, must not take all others along.
                  if (labels.length === 0) this.remove()
                  else this.reset()
                }
              },
            }),
          }),
      ),
    seconds: (name, help, labels = []) =>
      once(name, () => openHistogram({ name, help, labels, bounds: SECONDS_BUCKETS })),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  }
}
