import type { LineBatch } from './plan-batch.ts'
import type { OfferLine, ReadLine, RefusedLine } from './read-offer-line.ts'

const BATCH_LINES = 250
const BATCH_BYTES = 2_097_152
/** With the longest gap of a body, this is shorter than a lease: a slow call keeps its bulk. */
const BATCH_MS = 20_000

/** Lines that wait to be written together. */
export interface LineBuffer {
  /** Adds the line with this number. An empty line counts, too. */
  add(read: ReadLine, line: { readonly number: number; readonly bytes: number }): void
  /** True when its lines should be written now. */
  isDue(nowMs: number): boolean
  /** Takes all lines out; undefined when none was added. */
  take(nowMs: number): LineBatch | undefined
}

/** Opens a buffer. Times are those of one clock. */
export function openLineBuffer(nowMs: number): LineBuffer {
  let offers: OfferLine[] = []
  let refused: RefusedLine[] = []
  let [bytes, lines, takenAt] = [0, 0, nowMs]

  return {
    add(read, line) {
      lines = line.number
      if (read.kind === 'offer') offers.push(read.offer)
      if (read.kind === 'refused') refused.push(read.refused)
      bytes += line.bytes
    },
    isDue: (now) =>
      offers.length + refused.length >= BATCH_LINES || bytes >= BATCH_BYTES || now - takenAt >= BATCH_MS,
    take(now) {
      takenAt = now
      if (lines === 0) return undefined
      const batch: LineBatch = { offers, refused, lines }
      ;[offers, refused, bytes, lines] = [[], [], 0, 0]
      return batch
    },
  }
}
