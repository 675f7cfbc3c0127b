import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client'

/** Metrics of one process in Prometheus' model; stations in one process share it. */
export interface Metrics {
  /** A counter that only grows; its name ends in `_total`. */
  counter<Label extends string>(name: string, help: string, labels?: readonly Label[]): Counter<Label>
  /** A value that goes up and down; `read` is asked at each scrape. */
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

  function once<Metric>(name: string, make: () => Metric): Metric {
    // The registry keeps metrics without their label types; the name stands for the one declaration.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    return (registry.getSingleMetric(name) as Metric | undefined) ?? make()
  }

  return {
    counter: (name, help, labels = []) =>
      once(name, () => new Counter({ name, help, labelNames: [...labels], registers: [registry] })),
    gauge: (name, help, labels = [], read) =>
      once(
        name,
        () =>
          new Gauge({
            name,
            help,
            labelNames: [...labels],
            registers: [registry],
            ...(read && {
              collect() {
                return read(this)
              },
            }),
          }),
      ),
    seconds: (name, help, labels = []) =>
      once(
        name,
        () =>
          new Histogram({
            name,
            help,
            labelNames: [...labels],
            buckets: SECONDS_BUCKETS,
            registers: [registry],
          }),
      ),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  }
}
