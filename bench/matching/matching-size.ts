import { processEnvironment } from '#lib/config/process-environment.ts'

const SIZE_DEFAULT = 100_000
const SIZE_MIN = 1_000

/** The number of searches in MongoDB that BENCH_MATCHING_SIZE names; 100,000 if it names none. */
export function matchingSize(): number {
  const { BENCH_MATCHING_SIZE: given } = processEnvironment()
  const size = given === undefined || given === '' ? SIZE_DEFAULT : Number(given)
  if (!Number.isInteger(size) || size < SIZE_MIN)
    throw new Error(`Cannot bench BENCH_MATCHING_SIZE "${given}": it is no whole number from ${SIZE_MIN} on`)
  return size
}
