import { Gauge, Registry, collectDefaultMetrics, type Metric } from 'prom-client'
import { openCounter, type Counter } from '#lib/telemetry/open-counter.ts'
import { openHistogram, type Histogram } from '#lib/telemetry/open-histogram.ts'

/** Metrics of one process in Prometheus' model; stations in one process share it. */
export interface Metrics {
  /** A counter that only grows; its name ends in `_total`. */
  counter<Label extends string>(name: string, help: string, labels?: readonly Label[]): Counter<Label>
  /** A value that goes up and down. Each scrape calls `read`; if it fails, the scrape omits the gauge. */
  gauge<Label extends string>(
    name: string,
    help: string,
    labels?: readonly Label[],
    read?: GaugeReader<Label>,
  ): Gauge<Label>
  /** A histogram of seconds, with buckets from 1 ms to 60 s. */
  seconds<Label extends string>(name: string, help: string, labels?: readonly Label[]): Histogram<Label>
  /** Returns all metrics in the Prometheus text format. */
  text(): Promise<string>
  readonly contentType: string
}

type GaugeReader<Label extends string> = (gauge: Gauge<Label>) => Promise<void> | void

const SECONDS_BUCKETS = [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]

/** Creates a separate registry. A second call with the same name returns the same metric. */
export function openMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })

  // The registry uses only `name` and `get()` of a metric and does not know the types of its labels. Each name has one declaration,
  // so the type is right.
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
                  // A gauge may be unreadable because its engine is away. It must not fail the whole scrape.
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
