import { LRUCache } from 'lru-cache'
import type { Subject } from '#lib/subjects/subject.ts'
import { warningsIn, type Warning } from '#lib/trust/warnings.ts'

/** Long texts are read once, because a list may have 200 of them. */
const LONG_LENGTH = 500
const CACHED_LENGTH_MAX = 5_000_000
const cache = new LRUCache<string, Warning[]>({
  maxSize: CACHED_LENGTH_MAX,
  sizeCalculation: (_, text) => text.length,
})

/** What a reader of a search or offer is warned of, in any of its texts. */
export function warningsOf({ title, keywords, place, text }: Subject): Warning[] {
  const whole = [title, ...keywords, place, text].join('\n')
  if (whole.length < LONG_LENGTH) return warningsIn(whole)
  const known = cache.get(whole) ?? warningsIn(whole)
  cache.set(whole, known)
  return [...known]
}
