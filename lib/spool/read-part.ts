import { recordAt, SEGMENT_MAGIC } from '#lib/spool/segment-format.ts'

/** Values that stand one behind the other in a segment. */
export interface SegmentPart {
  readonly values: readonly string[]
  /** Where the next part begins; the segment's length behind its last record. */
  readonly end: number
  /** Bytes before one of them that cannot be read: the disk has damaged what was kept. */
  readonly damagedBytes: number
  /** Bytes behind the last whole record: a write that was cut short, and that nobody was told of. */
  readonly tornBytes: number
}

/** How much a part may hold. */
export interface PartSize {
  readonly valuesMax: number
  readonly bytesMax: number
}

/**
 * Reads the next values of a segment. Behind a damaged part it goes on at the next whole record: values are JSON texts, which
 * hold no byte 0, so that nothing within one can be taken for the head of another.
 *
 * @example
 * ```ts
 * readPart(Buffer.from('PUSHSPL1'), 0, { valuesMax: 1, bytesMax: 1 }).values // => []
 * ```
 */
export function readPart(bytes: Buffer, from: number, { valuesMax, bytesMax }: PartSize): SegmentPart {
  const values: string[] = []
  const start =
    from === 0 && bytes.subarray(0, SEGMENT_MAGIC.length).equals(SEGMENT_MAGIC) ? SEGMENT_MAGIC.length : from
  let end = start
  let damagedBytes = 0
  for (let at = start; at < bytes.length;) {
    const record = recordAt(bytes, at)
    if (record === undefined) {
      at += 1
      continue
    }
    if (values.length > 0 && (values.length >= valuesMax || record.end - start > bytesMax)) {
      return { values, end, damagedBytes, tornBytes: 0 }
    }
    damagedBytes += at - end
    values.push(record.value)
    at = end = record.end
  }
  return { values, end: bytes.length, damagedBytes, tornBytes: bytes.length - end }
}
