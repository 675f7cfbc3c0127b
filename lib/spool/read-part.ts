import { recordAt, SEGMENT_MAGIC } from '#lib/spool/segment-format.ts'

/** Consecutive values of a segment. */
export interface SegmentPart {
  readonly values: readonly string[]
  /** Where the next part begins; the length of the segment after its last record. */
  readonly end: number
  /** Unreadable bytes before one of the values: the disk has damaged stored data. */
  readonly damagedBytes: number
  /** Bytes after the last whole record: an interrupted write, which was never confirmed. */
  readonly tornBytes: number
}

/** The maximum size of a part. */
export interface PartSize {
  readonly valuesMax: number
  readonly bytesMax: number
}

/**
 * Reads the next values of a segment. After damaged bytes it continues at the next whole record. This is safe because values
 * are JSON texts without byte 0, so no part of a value looks like the head of a record.
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
