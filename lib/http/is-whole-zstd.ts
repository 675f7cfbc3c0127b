const FRAME_MAGIC = 0xfd2fb528
const SKIPPABLE_MAGIC = 0x184d2a50
const SKIPPABLE_HEAD_BYTES = 8
const FRAME_HEAD_BYTES = 5
const BLOCK_HEAD_BYTES = 3
const CHECKSUM_BYTES = 4
const DICTIONARY_ID_BYTES = [0, 1, 2, 4]
const CONTENT_SIZE_BYTES = [0, 2, 4, 8]
const RUN_LENGTH = 1

/**
 * True when bytes are complete frames of Zstandard (https://www.rfc-editor.org/rfc/rfc8878#section-3). This check is needed
 * because the platform's decoder accepts data that is cut off between two blocks.
 *
 * @example
 * ```ts
 * isWholeZstd(Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0x20, 0x00, 0x01, 0x00, 0x00)) // => true
 * isWholeZstd(Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0x20, 0x00)) // => false
 * ```
 */
export function isWholeZstd(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let at = 0
  while (at < view.byteLength) {
    const end = endOfFrame(view, at)
    if (end === undefined || end > view.byteLength) return false
    at = end
  }
  return at > 0
}

function endOfFrame(view: DataView, from: number): number | undefined {
  if (from + FRAME_HEAD_BYTES > view.byteLength) return undefined
  const magic = view.getUint32(from, true)
  if ((magic & 0xff_ff_ff_f0) >>> 0 === SKIPPABLE_MAGIC) {
    if (from + SKIPPABLE_HEAD_BYTES > view.byteLength) return undefined
    return from + SKIPPABLE_HEAD_BYTES + view.getUint32(from + FRAME_HEAD_BYTES - 1, true)
  }
  if (magic !== FRAME_MAGIC) return undefined
  const descriptor = view.getUint8(from + FRAME_HEAD_BYTES - 1)
  const end = endOfBlocks(view, from + FRAME_HEAD_BYTES + restOfHead(descriptor))
  return end === undefined ? undefined : end + ((descriptor & 0b100) === 0 ? 0 : CHECKSUM_BYTES)
}

function restOfHead(descriptor: number): number {
  const isSingleSegment = (descriptor & 0b10_0000) !== 0
  const sizeFlag = descriptor >> 6
  const sizeBytes = sizeFlag === 0 && isSingleSegment ? 1 : (CONTENT_SIZE_BYTES[sizeFlag] ?? 0)
  return (isSingleSegment ? 0 : 1) + (DICTIONARY_ID_BYTES[descriptor & 0b11] ?? 0) + sizeBytes
}

function endOfBlocks(view: DataView, from: number): number | undefined {
  let at = from
  for (;;) {
    if (at + BLOCK_HEAD_BYTES > view.byteLength) return undefined
    const head = view.getUint16(at, true) | (view.getUint8(at + 2) << 16)
    const type = (head >> 1) & 0b11
    at += BLOCK_HEAD_BYTES + (type === RUN_LENGTH ? 1 : head >> 3)
    if ((head & 1) === 1) return at
  }
}
