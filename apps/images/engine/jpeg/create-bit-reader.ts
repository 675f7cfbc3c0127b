/** Reads the coded data of a scan bit by bit. */
export interface BitReader {
  /** The value of the next code; -1 when no code fits. */
  code(look: Uint16Array): number
  bits(count: number): number
  /** Goes on after the next restart marker; false when there is none. */
  restart(): boolean
  /** True when more bits were taken than there are. */
  isOver(): boolean
}

const PREFIX = 0xff
const RESTART_FIRST = 0xd0
const RESTART_LAST = 0xd7

/** Reads coded data. After its end, it reads zeros; the caller asks `isOver()` once in a while. */
export function createBitReader(data: Uint8Array): BitReader {
  let at = 0
  let held = 0
  let heldBits = 0
  let missingBits = 0

  function fill(): void {
    while (heldBits <= 16) {
      let byte = data[at]
      if (byte === PREFIX) {
        const next = data[at + 1]
        // A marker, or the end in the middle of one: no data follows before a restart.
        if (next === 0) at += 2
        else byte = undefined
      } else if (byte !== undefined) at += 1
      if (byte === undefined) missingBits += 8
      held = ((held << 8) | (byte ?? 0)) & 0xffffff
      heldBits += 8
    }
  }

  function skip(count: number): void {
    heldBits -= count
  }

  return {
    code(look) {
      if (heldBits < 16) fill()
      const found = look[(held >>> (heldBits - 16)) & 0xffff] ?? 0
      skip(found === 0 ? 1 : found >> 8)
      return found === 0 ? -1 : found & 0xff
    },
    bits(count) {
      if (count === 0) return 0
      if (heldBits < count) fill()
      const value = (held >>> (heldBits - count)) & ((1 << count) - 1)
      skip(count)
      return value
    },
    restart() {
      held = 0
      heldBits = 0
      missingBits = 0
      for (at = data.indexOf(PREFIX, at); at !== -1; at = data.indexOf(PREFIX, at + 1)) {
        const next = data[at + 1] ?? 0
        if (next >= RESTART_FIRST && next <= RESTART_LAST) {
          at += 2
          return true
        }
      }
      at = data.length
      return false
    },
    isOver: () => missingBits > heldBits,
  }
}
