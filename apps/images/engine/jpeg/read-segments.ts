/** Codes of the markers of a JPEG (ITU-T T.81, table B.1). */
export const MARKER = {
  baseline: 0xc0,
  extended: 0xc1,
  progressive: 0xc2,
  huffmanTables: 0xc4,
  startOfImage: 0xd8,
  endOfImage: 0xd9,
  startOfScan: 0xda,
  quantizationTables: 0xdb,
  restartInterval: 0xdd,
  app0: 0xe0,
  app1: 0xe1,
  app2: 0xe2,
  app14: 0xee,
} as const

const PREFIX = 0xff
const STUFFED = 0x00
const TEMPORARY = 0x01
const RESTART_FIRST = 0xd0
const RESTART_LAST = 0xd7
const START_BYTES = 2

/** A segment of a JPEG: a marker with its data, and for a scan also the coded pixels. */
export interface Segment {
  readonly code: number
  readonly data: Uint8Array
  /** Coded data of a scan, up to the next marker. */
  readonly coded: Uint8Array | undefined
}

/** The segments of the first picture of a file; `hasEnd` is false when the file ends before the picture says so. */
export interface Segments {
  readonly segments: readonly Segment[]
  readonly hasEnd: boolean
}

/**
 * Reads the segments one after the other: the end marker of a thumbnail inside a segment is not the end of the picture. Bytes
 * between two segments are skipped, as in all decoders: some phones leave a few.
 */
export function readSegments(file: Uint8Array): Segments {
  const segments: Segment[] = []
  let at = START_BYTES
  for (;;) {
    at = file.indexOf(PREFIX, at)
    if (at === -1) return { segments, hasEnd: false }
    while (file[at + 1] === PREFIX) at += 1
    const code = file[at + 1]
    if (code === undefined) return { segments, hasEnd: false }
    at += 2
    if (code === MARKER.endOfImage) return { segments, hasEnd: true }
    if (isAlone(code)) continue
    const length = ((file[at] ?? 0) << 8) | (file[at + 1] ?? 0)
    if (length < 2 || at + length > file.length) return { segments, hasEnd: false }
    const data = file.subarray(at + 2, at + length)
    at += length
    const end = code === MARKER.startOfScan ? endOfScan(file, at) : at
    segments.push({ code, data, coded: code === MARKER.startOfScan ? file.subarray(at, end) : undefined })
    at = end
  }
}

/** Markers without data. */
function isAlone(code: number): boolean {
  const isRestart = code >= RESTART_FIRST && code <= RESTART_LAST
  return code === STUFFED || code === TEMPORARY || code === MARKER.startOfImage || isRestart
}

function endOfScan(file: Uint8Array, start: number): number {
  for (let at = file.indexOf(PREFIX, start); at !== -1; at = file.indexOf(PREFIX, at + 1)) {
    const code = file[at + 1] ?? STUFFED
    const isData = code === STUFFED || code === PREFIX || (code >= RESTART_FIRST && code <= RESTART_LAST)
    if (!isData) return at
  }
  return file.length
}
