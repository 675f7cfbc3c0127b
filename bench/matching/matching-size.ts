import { readCount } from '../read-count.ts'

/** The number of searches in MongoDB that BENCH_MATCHING_SIZE names; 100,000 if it names none. */
export function matchingSize(): number {
  return readCount('BENCH_MATCHING_SIZE', { fallback: 100_000, min: 1_000 })
}
