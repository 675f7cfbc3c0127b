import type { Beginning } from '#lib/event-bus/event-bus.ts'

/** The range of a partition when a viewer opens it. */
export interface PartitionExtent {
  /** Offset of the oldest record. */
  readonly first: number
  /** Offset that the next record will have. */
  readonly end: number
  /** Offset of the first record at or after a time; `end` when there is none. */
  readonly offsetAt: (timeMs: number) => number
}

/**
 * The offset at which a viewer begins in a partition.
 *
 * @example
 * ```ts
 * const extent = { first: 10, end: 20, offsetAt: () => 15 }
 * offsetOfBeginning({ last: 3 }, extent) // => 17
 * offsetOfBeginning({ offset: 4 }, extent) // => 10
 * offsetOfBeginning({ timeMs: 1_000 }, extent) // => 15
 * ```
 */
export function offsetOfBeginning(begin: Beginning, { first, end, offsetAt }: PartitionExtent): number {
  const offset =
    'offset' in begin ? begin.offset : 'last' in begin ? end - begin.last : offsetAt(begin.timeMs)
  return Math.min(end, Math.max(first, offset))
}
