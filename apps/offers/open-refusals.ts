import { cutText } from '#lib/text/cut-text.ts'
import type { Refusal } from '#lib/store/runs.ts'

/** What was refused in a run: all of it counted, the first ones kept. */
export interface Refusals {
  add(refusal: Refusal): void
  count(): number
  /** How many there are by reason. */
  reasons(): Readonly<Record<string, number>>
  /** The first ones. */
  first(): readonly Refusal[]
}

const FIRST_MAX = 100
const REASONS_MAX = 50
const TEXT_LENGTH_MAX = 200
const OTHER = 'other reasons'

/** Opens the list of a run. */
export function openRefusals(): Refusals {
  const reasons = new Map<string, number>()
  const first: Refusal[] = []
  let count = 0

  return {
    add({ key, reason }) {
      const refusal = { ...(key !== undefined && { key: short(key) }), reason: short(reason) }
      count += 1
      if (first.length < FIRST_MAX) first.push(refusal)
      // Some reasons quote what they are about, and are many.
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
