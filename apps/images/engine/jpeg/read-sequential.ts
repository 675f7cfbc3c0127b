import { BLOCK_VALUES, signed, ZIGZAG, type BlockTask } from './block-task.ts'

/** Reads a block of a scan that holds all values; false when it is damaged. */
export function readSequential({ reader, part, at, last }: BlockTask): boolean {
  const { plane, dc, ac, index } = part
  if (dc === undefined || ac === undefined) return false
  const length = reader.code(dc)
  if (length < 0 || length > 11) return false
  const value = (last[index] ?? 0) + signed(reader, length)
  last[index] = value
  plane[at] = value
  for (let place = 1; place < BLOCK_VALUES; place += 1) {
    const code = reader.code(ac)
    if (code < 0) return false
    const size = code & 15
    const zeros = code >> 4
    if (size === 0) {
      if (zeros !== 15) break
      place += 15
      continue
    }
    place += zeros
    if (place >= BLOCK_VALUES) return false
    plane[at + (ZIGZAG[place] ?? 0)] = signed(reader, size)
  }
  return true
}
