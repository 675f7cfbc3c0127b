/** A line of a body. */
export interface BodyLine {
  /** From 1 on. */
  readonly number: number
  /** Without its end; undefined when it could not be read. */
  readonly text?: string
  /** Why it could not be read. */
  readonly problem?: string
  /** How many bytes of it were kept. */
  readonly bytes: number
  /** True for a last line without an end: whoever wants whole lines checks whether this one is. */
  readonly isOpen?: true
}

const NEWLINE = 0x0a
const RETURN = 0x0d

/**
 * The lines of UTF-8 bytes, as they come. Of a line that is too long nothing is kept: its bytes are passed over up to its end, and it is
 * given without text. A last line without an end counts too, unless the bytes break off: then reading fails, and it is not given.
 */
export async function* readLines(
  bytes: AsyncIterable<Uint8Array>,
  lineBytesMax: number,
): AsyncGenerator<BodyLine> {
  let number = 0
  let kept: Uint8Array[] = []
  let length = 0

  function take(piece: Uint8Array): void {
    length += piece.byteLength
    // One byte more than the limit, for the return before the newline.
    if (length > lineBytesMax + 1) kept = []
    else kept.push(piece)
  }

  function end(): BodyLine {
    number += 1
    const line = lineOf(kept, length, lineBytesMax)
    kept = []
    length = 0
    return { number, ...line }
  }

  for await (const chunk of bytes) {
    let from = 0
    for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, from)) {
      take(chunk.subarray(from, at))
      yield end()
      from = at + 1
    }
    if (from < chunk.byteLength) take(chunk.subarray(from))
  }
  if (length > 0) yield { ...end(), isOpen: true }
}

function lineOf(kept: readonly Uint8Array[], length: number, lineBytesMax: number): Omit<BodyLine, 'number'> {
  const whole = Buffer.concat(kept)
  const bytes = whole.at(-1) === RETURN ? whole.subarray(0, -1) : whole
  if (length > lineBytesMax && bytes.byteLength + 1 !== length)
    return { problem: `must be at most ${lineBytesMax} bytes`, bytes: 0 }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), bytes: bytes.byteLength }
  } catch {
    return { problem: 'must be UTF-8', bytes: bytes.byteLength }
  }
}
