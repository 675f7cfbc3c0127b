import type { Metrics } from '#lib/telemetry/metrics.ts'
import type { Action, ActionOutcome } from './action.ts'

/** How often an action came to each end, since this process began. */
type ActionCounts = Readonly<Record<ActionOutcome, number>>

/** Counts what actions did. */
export interface Tally {
  add(action: string, outcome: ActionOutcome): void
  /** By action's name. */
  counts(): Readonly<Record<string, ActionCounts>>
}

/** A tally of these actions, which `/metrics` shows too. */
export function openTally(actions: readonly Pick<Action<never>, 'name'>[], metrics: Metrics): Tally {
  const counts = new Map(actions.map(({ name }) => [name, { done: 0, passed: 0, refused: 0 }]))
  const total = metrics.counter('push_actions_handled_total', 'Events handled by actions, by outcome', [
    'action',
    'outcome',
  ])
  return {
    add(action, outcome) {
      total.inc({ action, outcome })
      const own = counts.get(action)
      if (own !== undefined) own[outcome] += 1
    },
    counts: () => Object.fromEntries([...counts].map(([name, own]) => [name, { ...own }])),
  }
}
