/** Label names with their values. */
export type Labels<Label extends string> = Readonly<Record<Label, string>>

/** The state of a metric for each set of labels it has seen. */
export interface SeriesTable<Label extends string, State> {
  /** Returns the state of one set of labels; creates it at the first use. */
  of(labels: Labels<Label>): State
  entries(): readonly (readonly [labels: Labels<Label>, state: State])[]
}

/** A value in the form of prom-client's registry. */
export interface Sample {
  readonly metricName?: string
  readonly labels: Readonly<Record<string, string | number>>
  readonly value: number
}

/** Creates an empty table. */
export function openSeries<Label extends string, State>(
  names: readonly Label[],
  makeState: () => State,
): SeriesTable<Label, State> {
  const table = new Map<string, readonly [Labels<Label>, State]>()
  return {
    of(labels) {
      const key = JSON.stringify(names.map((name) => labels[name]))
      const known = table.get(key)
      if (known !== undefined) return known[1]
      const state = makeState()
      table.set(key, [{ ...labels }, state])
      return state
    },
    entries: () => [...table.values()],
  }
}
