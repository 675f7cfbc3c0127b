import { crc32 } from 'node:zlib'

/**
 * A segment is a file: eight bytes `PUSHSPL1`, then records. A record is its length (4 bytes, little endian, of the value
 * alone), a CRC-32 over these four bytes and the value (4 bytes, little endian; that of zlib and RFC 1952), and the value: one
 * stream entry as UTF-8 text. A record with a wrong CRC was not written completely, or was damaged later.
 */
export const SEGMENT_MAGIC = Buffer.from('PUSHSPL1', 'latin1')

const HEAD_BYTES = 8
const CRC_AT = 4

/** Maximum size of a value in bytes, larger than any entry. So the highest byte of each length is 0, which no JSON text contains. */
export const VALUE_BYTES_MAX = 0xff_ff_ff

/**
 * The records of values, one after the other.
 *
 * @example
 * ```ts
 * encodeRecords(['{}']).length // => 10
 * ```
 */
export function encodeRecords(values: readonly string[]): Buffer {
  let size = 0
  for (const value of values) size += HEAD_BYTES + Buffer.byteLength(value)
  const bytes = Buffer.allocUnsafe(size)
  let at = 0
  for (const value of values) {
    const length = bytes.write(value, at + HEAD_BYTES)
    bytes.writeUInt32LE(length, at)
    bytes.writeUInt32LE(crcAt(bytes, at, length), at + CRC_AT)
    at += HEAD_BYTES + length
  }
  return bytes
}

/** A record, and where the next one begins. */
export interface SpoolRecord {
  readonly value: string
  readonly end: number
}

/**
 * The record at an index; undefined when no whole record begins there.
 *
 * @example
 * ```ts
 * recordAt(encodeRecords(['{}']), 0)?.value // => '{}'
 * recordAt(encodeRecords(['{}']).subarray(0, 9), 0) // => undefined
 * ```
 */
export function recordAt(bytes: Buffer, at: number): SpoolRecord | undefined {
  if (at + HEAD_BYTES > bytes.length) return undefined
  const length = bytes.readUInt32LE(at)
  const end = at + HEAD_BYTES + length
  if (length > VALUE_BYTES_MAX || end > bytes.length) return undefined
  if (crcAt(bytes, at, length) !== bytes.readUInt32LE(at + CRC_AT)) return undefined
  return { value: bytes.toString('utf8', at + HEAD_BYTES, end), end }
}

function crcAt(bytes: Buffer, at: number, length: number): number {
  const start = crc32(bytes.subarray(at, at + CRC_AT))
  return crc32(bytes.subarray(at + HEAD_BYTES, at + HEAD_BYTES + length), start)
}
