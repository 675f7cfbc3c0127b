import { file } from 'bun'

/** A place in a file of lines. */
export interface LinePlace {
  /** How many lines are before it. */
  readonly lines: number
  /** Its distance from the beginning, in bytes. */
  readonly offset: number
}

/** The beginning of a file. */
export const FILE_BEGIN: LinePlace = { lines: 0, offset: 0 }

const NEWLINE = 0x0a

/** How many lines a file has. */
export async function countLines(path: string): Promise<number> {
  let count = 0
  for await (const chunk of file(path).stream())
    for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, at + 1)) count += 1
  return count
}

/** The place behind so many lines of a file; its end when it has fewer. `known` is a place before it. */
export async function placeBehind(path: string, lines: number, known: LinePlace): Promise<LinePlace> {
  let place = known
  if (place.lines === lines) return place
  for await (const chunk of file(path).slice(known.offset).stream()) {
    let from = 0
    for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, from)) {
      from = at + 1
      place = { lines: place.lines + 1, offset: place.offset + from }
      if (place.lines === lines) return place
      place = { ...place, offset: place.offset - from }
    }
    place = { ...place, offset: place.offset + chunk.byteLength }
  }
  return { lines, offset: place.offset }
}

/** Where a part that begins at an offset ends: behind the first line end after `bytes` bytes, or with the file. */
export async function endOfPart(path: string, offset: number, bytes: number): Promise<number> {
  let end = offset + bytes
  for await (const chunk of file(path).slice(end).stream()) {
    const at = chunk.indexOf(NEWLINE)
    if (at !== -1) return end + at + 1
    end += chunk.byteLength
  }
  return file(path).size
}

/** The bytes of a part of a file, then some text. They are read when they are asked for. */
export function bytesOfPart(
  path: string,
  [offset, end]: readonly [offset: number, end: number],
  then: string,
): ReadableStream<Uint8Array> {
  const reader = file(path).slice(offset, end).stream().getReader()
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await reader.read()
      if (!done) {
        controller.enqueue(value)
        return
      }
      if (then !== '') controller.enqueue(new TextEncoder().encode(then))
      controller.close()
    },
    cancel: (reason) => reader.cancel(reason),
  })
}
