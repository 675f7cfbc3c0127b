const LINE_BREAK = 10

/** Where each line of a text begins; at the end, the length of the text. Each line ends with a line break. */
export function lineStarts(text: Buffer): Uint32Array {
  const starts = new Uint32Array(countLines(text) + 1)
  let line = 0
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] !== LINE_BREAK) continue
    line += 1
    starts[line] = at + 1
  }
  return starts
}

function countLines(text: Buffer): number {
  let count = 0
  for (let at = 0; at < text.length; at += 1) if (text[at] === LINE_BREAK) count += 1
  return count
}
