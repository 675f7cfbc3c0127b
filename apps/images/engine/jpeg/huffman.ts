/** A table of Huffman codes, for a reader that sees the next 16 bits. */
export interface HuffmanTable {
  /** By the next 16 bits: the length of the code in the upper byte, its value in the lower one; 0 when no code fits. */
  readonly look: Uint16Array
}

const LENGTHS = 16

/** Reads the tables of a segment (ITU-T T.81, B.2.4.2) into their places: 0–3 for DC, 4–7 for AC. False when it is damaged. */
export function readHuffmanTables(data: Uint8Array, tables: (HuffmanTable | undefined)[]): boolean {
  let at = 0
  while (at + 1 + LENGTHS <= data.length) {
    const place = data[at] ?? 0
    const counts = data.subarray(at + 1, at + 1 + LENGTHS)
    const total = counts.reduce((sum, count) => sum + count, 0)
    const values = data.subarray(at + 1 + LENGTHS, at + 1 + LENGTHS + total)
    const look = lookOf(counts, values)
    if (look === undefined || values.length < total || (place & 0xec) !== 0) return false
    tables[(place & 3) | ((place & 0x10) >> 2)] = { look }
    at += 1 + LENGTHS + total
  }
  return at === data.length
}

/** Undefined when there are more codes than bits allow. */
function lookOf(counts: Uint8Array, values: Uint8Array): Uint16Array | undefined {
  const look = new Uint16Array(1 << LENGTHS)
  let code = 0
  let index = 0
  for (let length = 1; length <= LENGTHS; length += 1) {
    const span = 1 << (LENGTHS - length)
    for (let each = 0; each < (counts[length - 1] ?? 0); each += 1) {
      if (code + span > look.length) return undefined
      look.fill((length << 8) | (values[index] ?? 0), code, code + span)
      code += span
      index += 1
    }
  }
  return look
}
