import { openSeries, type Labels, type Sample } from '#lib/telemetry/open-series.ts'

/** A count that only grows, for each set of labels. `by` is 1 by default; if it is negative or NaN, a RangeError is thrown. */
export interface Counter<Label extends string> {
  inc(labels: Labels<Label>, by?: number): void
  /** Returns a fast function that counts one set of labels, for use in every request. */
  series(labels: Labels<Label>): (by?: number) => void
}

/** Options of `openCounter()`. */
export interface CounterOptions<Label extends string> {
  readonly name: string
  readonly help: string
  readonly labels: readonly Label[]
}

/**
 * Creates a counter for prom-client's registry. `inc()` looks its labels up in each call, as prom-client's own counter does;
 * `series()` looks them up only once.
 */
export function openCounter<Label extends string>({ name, help, labels: names }: CounterOptions<Label>) {
  const table = openSeries(names, () => ({ count: 0 }))
  // A counter without labels has one series, which is printed from the start with 0.
  const bare: Partial<Record<Label, string>> = {}
  if (isComplete(bare, names)) table.of(bare)

  function add(state: { count: number }, by: number): void {
    // Also refuses NaN, which would make the count NaN forever.
    if (!(by >= 0)) throw new RangeError(`Cannot count "${name}": ${by} is not a number of 0 or more`)
    state.count += by
  }

  const counter: Counter<Label> = {
    inc: (labels, by = 1) => add(table.of(labels), by),
    series(labels) {
      const state = table.of(labels)
      return (by = 1) => add(state, by)
    },
  }
  const samples = () => table.entries().map(([labels, { count }]): Sample => ({ labels, value: count }))
  return { ...counter, name, get: () => Promise.resolve({ name, help, type: 'counter', values: samples() }) }
}

function isComplete<Label extends string>(
  labels: Partial<Record<Label, string>>,
  names: readonly Label[],
): labels is Record<Label, string> {
  return names.every((name) => labels[name] !== undefined)
}
