import { write as writeFile, writeSync } from 'node:fs'
import { promisify } from 'node:util'
import { codeOf } from '#lib/errors/code-of.ts'
import { messageOf } from '#lib/errors/message-of.ts'
import { isRecord } from '#lib/events/is-record.ts'
import { EXIT } from '#lib/station/run-main.ts'

const STDOUT = 1
const RETRY_MS = 5

// What clients sent stands in these as they sent it.
const VERBATIM = new Set(['params', 'original', 'data'])

/**
 * Prints a line. Whoever reads it may stop reading, as `head` does: then the process ends quietly, as done. Where it cannot be
 * written, a full disk for instance, the process ends with 1 and says so.
 *
 * Written at once, not by `process.stdout`: Bun ends a process with lines still in the pipe to a slow reader.
 */
export function print(text: string): void {
  write(`${text}\n`)
}

/** Prints a value as one line of JSON. Names are in camel case at every verb, whatever the station that answered calls them. */
export function printJson(value: unknown): void {
  print(JSON.stringify(camelCased(value)))
}

/** Prints an answer: as JSON where that is asked for, else as the text. */
export function printAnswer(isJson: boolean, value: unknown, text: string): void {
  if (isJson) printJson(value)
  else print(text)
}

/** Prints text as it is. */
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
 * Prints a line as `print()` does, for work without an end. It resolves when the line is in the pipe, and signals are obeyed
 * meanwhile: a reader that does not read, such as a pager, holds up the line and not the process. Lines stay whole, in the order
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

/** Ends the process unless the pipe is only full for the moment, and its reader set it so that a write does not wait. */
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
