import { write as writeFile, writeSync } from 'node:fs'
import { promisify } from 'node:util'
import { codeOf } from '#lib/errors/code-of.ts'
import { messageOf } from '#lib/errors/message-of.ts'
import { isRecord } from '#lib/events/is-record.ts'
import { EXIT } from '#lib/station/run-main.ts'

const STDOUT = 1
const RETRY_MS = 5

// These fields hold what clients sent. Their names are not changed.
const VERBATIM = new Set(['params', 'original', 'data'])

/**
 * Prints a line. If the reader has closed the pipe, as `head` does, the process exits with 0 and no message. If the write fails,
 * for instance because the disk is full, the process prints the reason and exits with 1.
 *
 * It writes synchronously, not by `process.stdout`: Bun exits before a slow reader has received all lines.
 */
export function print(text: string): void {
  write(`${text}\n`)
}

/** Prints a value as one line of JSON. It changes all names to camel case, so every verb prints the same style. */
export function printJson(value: unknown): void {
  print(JSON.stringify(camelCased(value)))
}

/** Prints an answer: the value as JSON when `isJson`, else the text. */
export function printAnswer(isJson: boolean, value: unknown, text: string): void {
  if (isJson) printJson(value)
  else print(text)
}

/** Prints text unchanged; it adds no line end. */
export function write(text: string): void {
  let rest: Uint8Array = Buffer.from(text)
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(STDOUT, rest))
    } catch (error) {
      endUnlessFull(error)
      Bun.sleepSync(RETRY_MS)
    }
  }
}

const writeInBackground = promisify(writeFile)
let written = Promise.resolve()

/**
 * Prints a line as `print()` does, for work without an end. It resolves when the line is in the pipe. Signals still work while it
 * waits: a reader that does not read, such as a pager, blocks the line but not the process. Lines are written whole, in the order
 * of the calls.
 */
export function printLive(text: string): Promise<void> {
  written = written.then(() => writeLive(`${text}\n`))
  return written
}

async function writeLive(text: string): Promise<void> {
  let rest: Uint8Array = Buffer.from(text)
  while (rest.length > 0) {
    try {
      rest = rest.subarray((await writeInBackground(STDOUT, rest)).bytesWritten)
    } catch (error) {
      endUnlessFull(error)
      await Bun.sleep(RETRY_MS)
    }
  }
}

/** Ends the process, except on EAGAIN: a non-blocking pipe is full, and a retry can succeed. */
function endUnlessFull(error: unknown): void {
  const code = codeOf(error)
  if (code === 'EAGAIN') return
  if (code === 'EPIPE') process.exit(EXIT.stopped)
  process.stderr.write(`Cannot write to the standard output: ${messageOf(error)}\n`)
  process.exit(EXIT.broken)
}

function camelCased(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(camelCased)
  if (!isRecord(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inside]) => [
      name.replaceAll(/_([a-z])/gu, (_, letter: string) => letter.toUpperCase()),
      VERBATIM.has(name) ? inside : camelCased(inside),
    ]),
  )
}
