import { signed, ZIGZAG, type BlockTask } from './block-task.ts'
import type { BitReader } from './create-bit-reader.ts'

/** Reads a block of a scan that holds a part of the values or of their bits (ITU-T T.81, annex G); false when it is damaged. */
export function readProgressive(task: BlockTask): boolean {
  const { from, before } = task.header
  if (from === 0) return readFirstValue(task)
  return before === 0 ? readBand(task) : refineBand(task)
}

function readFirstValue({ reader, part, at, last, header }: BlockTask): boolean {
  if (header.before > 0) {
    if (reader.bits(1) === 1) part.plane[at] = (part.plane[at] ?? 0) | (1 << header.missing)
    return true
  }
  if (part.dc === undefined) return false
  const length = reader.code(part.dc)
  if (length < 0 || length > 11) return false
  const value = (last[part.index] ?? 0) + signed(reader, length)
  last[part.index] = value
  part.plane[at] = value << header.missing
  return true
}

function readBand({ reader, part, at, header, state }: BlockTask): boolean {
  if (state.blocksToSkip > 0) {
    state.blocksToSkip -= 1
    return true
  }
  if (part.ac === undefined) return false
  for (let place = header.from; place <= header.to; place += 1) {
    const code = reader.code(part.ac)
    if (code < 0) return false
    const size = code & 15
    const zeros = code >> 4
    if (size === 0) {
      if (zeros < 15) {
        state.blocksToSkip = (1 << zeros) - 1 + reader.bits(zeros)
        return true
      }
      place += 15
      continue
    }
    place += zeros
    if (place > header.to) return false
    part.plane[at + (ZIGZAG[place] ?? 0)] = signed(reader, size) << header.missing
  }
  return true
}

function refineBand({ reader, part, at, header, state }: BlockTask): boolean {
  const { plane, ac } = part
  if (ac === undefined) return false
  const bit = 1 << header.missing
  let place = header.from
  if (state.blocksToSkip === 0) {
    for (; place <= header.to; place += 1) {
      const code = reader.code(ac)
      if (code < 0) return false
      let zeros = code >> 4
      let value = 0
      if ((code & 15) === 0) {
        if (zeros < 15) {
          state.blocksToSkip = (1 << zeros) + reader.bits(zeros)
          break
        }
      } else value = reader.bits(1) === 1 ? bit : -bit
      for (; place <= header.to; place += 1) {
        const to = at + (ZIGZAG[place] ?? 0)
        if ((plane[to] ?? 0) !== 0) refine(reader, plane, to, bit)
        else if (zeros === 0) {
          if (value !== 0) plane[to] = value
          break
        } else zeros -= 1
      }
    }
  }
  if (state.blocksToSkip > 0) {
    for (; place <= header.to; place += 1) {
      const to = at + (ZIGZAG[place] ?? 0)
      if ((plane[to] ?? 0) !== 0) refine(reader, plane, to, bit)
    }
    state.blocksToSkip -= 1
  }
  return true
}

function refine(reader: BitReader, plane: Int16Array, to: number, bit: number): void {
  const value = plane[to] ?? 0
  if (reader.bits(1) === 1 && (Math.abs(value) & bit) === 0) plane[to] = value + (value < 0 ? -bit : bit)
}
