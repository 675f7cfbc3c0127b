/** Label names with their values. */
export type Labels<Label extends string> = Readonly<Record<Label, string>>

/** What a metric knows of each set of labels it has met. */
export interface SeriesTable<Label extends string, State> {
  /** The state of one set of labels, made at its first use. */
  of(labels: Labels<Label>): State
  entries(): readonly (readonly [labels: Labels<Label>, state: State])[]
}

/** A value as the registry of prom-client prints it. */
export interface Sample {
  readonly metricName?: string
  readonly labels: Readonly<Record<string, string | number>>
  readonly value: number
}

/** An empty table. */
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
