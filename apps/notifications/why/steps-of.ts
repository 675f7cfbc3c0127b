import type { Delivery } from '#lib/store/deliveries.ts'
import { causeOf } from '../cause-of.ts'

/** The steps from an event to the answer of the provider, in their order. */
export const STEPS = [
  'received',
  'enriched',
  'taken',
  'decided',
  'published',
  'noticed',
  'stored',
  'leased',
  'called',
  'answered',
] as const
export type StepName = (typeof STEPS)[number]

/** A step, and how long after the step before. */
export interface Step {
  readonly name: StepName
  readonly at: number
  /** Never negative. */
  readonly tookMs: number
  /** True when it seems to be before the step before: the clocks of two stations differ. */
  readonly isClockOff: boolean
}

/** The known steps of a delivery. */
export function stepsOf({ content, created, leasedAt, calledAt, answeredAt }: Delivery): Step[] {
  const times: Readonly<Partial<Record<StepName, number | undefined>>> = {
    ...causeOf(content)?.hops,
    stored: created,
    leased: leasedAt,
    called: calledAt,
    answered: answeredAt,
  }
  const known = STEPS.flatMap((name) => {
    const at = times[name]
    return at === undefined ? [] : [{ name, at }]
  })
  return known.map(({ name, at }, index) => {
    const tookMs = at - (known[index - 1]?.at ?? at)
    return { name, at, tookMs: Math.max(0, tookMs), isClockOff: tookMs < 0 }
  })
}
