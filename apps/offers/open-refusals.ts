import { cutText } from '#lib/text/cut-text.ts'
import type { RefusedItem } from '#lib/store/runs.ts'

/** The refused items of a run: all are counted, the first ones are listed. */
export interface Refusals {
  add(refusal: RefusedItem): void
  count(): number
  /** Counts by reason. */
  reasons(): Readonly<Record<string, number>>
  /** The first refusals. */
  first(): readonly RefusedItem[]
}

const FIRST_MAX = 100
const REASONS_MAX = 50
const TEXT_LENGTH_MAX = 200
const OTHER = 'other reasons'

/** Creates the list of a run. */
export function openRefusals(): Refusals {
  const reasons = new Map<string, number>()
  const first: RefusedItem[] = []
  let count = 0

  return {
    add({ key, reason }) {
      const refusal = { ...(key !== undefined && { key: short(key) }), reason: short(reason) }
      count += 1
      if (first.length < FIRST_MAX) first.push(refusal)
      // Some reasons quote a value, so the number of different reasons is limited.
      const name = reasons.has(refusal.reason) || reasons.size < REASONS_MAX ? refusal.reason : OTHER
      reasons.set(name, (reasons.get(name) ?? 0) + 1)
    },
    count: () => count,
    reasons: () => Object.fromEntries(reasons),
    first: () => first,
  }
}

function short(text: string): string {
  return cutText(text, TEXT_LENGTH_MAX).toWellFormed()
}
