/** A reply: a text, a number, nothing, or a list of replies. */
export type Reply = string | number | null | readonly Reply[]

/** A reply, and the offset of what follows it. */
interface ReadReply {
  readonly reply: Reply
  readonly end: number
}

const LINE_END = '\r\n'

/**
 * Reads a reply of the protocol of Redis, version 2, from an offset on; undefined if it is not complete yet.
 *
 * @throws {Error} when the reply is an error or cannot be read.
 */
export function readReply(bytes: Buffer, offset: number): ReadReply | undefined {
  const lineEnd = bytes.indexOf(LINE_END, offset)
  if (lineEnd === -1) return undefined
  const kind = bytes.toString('latin1', offset, offset + 1)
  const line = bytes.toString('utf8', offset + 1, lineEnd)
  const end = lineEnd + LINE_END.length
  switch (kind) {
    case '+':
      return { reply: line, end }
    case ':':
      return { reply: Number(line), end }
    case '$':
      return readText(bytes, end, Number(line))
    case '*':
      return readList(bytes, end, Number(line))
    case '-':
      throw new Error(`Cannot go on: the server answered "${line}"`)
    default:
      throw new Error(`Cannot read a reply: it begins with "${kind}"`)
  }
}

function readText(bytes: Buffer, start: number, length: number): ReadReply | undefined {
  if (length < 0) return { reply: null, end: start }
  const end = start + length + LINE_END.length
  return bytes.length < end ? undefined : { reply: bytes.toString('utf8', start, start + length), end }
}

function readList(bytes: Buffer, start: number, count: number): ReadReply | undefined {
  if (count < 0) return { reply: null, end: start }
  const replies: Reply[] = []
  let end = start
  for (let index = 0; index < count; index += 1) {
    const read = readReply(bytes, end)
    if (read === undefined) return undefined
    replies.push(read.reply)
    end = read.end
  }
  return { reply: replies, end }
}
