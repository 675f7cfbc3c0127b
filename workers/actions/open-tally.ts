import type { Metrics } from '#lib/telemetry/metrics.ts'
import type { Action, ActionOutcome } from './action.ts'

/** The outcomes of an action since the start of this process. */
type ActionCounts = Readonly<Record<ActionOutcome, number>>

/** Counts the outcomes of actions. */
export interface Tally {
  add(action: string, outcome: ActionOutcome): void
  /** By name of the action. */
  counts(): Readonly<Record<string, ActionCounts>>
}

/** Creates the tally of these actions; `/metrics` shows it too. */
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
