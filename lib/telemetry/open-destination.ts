import { fstatSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { SonicBoom } from 'sonic-boom'

/** Where a logger writes: a file descriptor (1 is stdout) or a file's path, to which it appends. */
export type LogTarget = number | string

/** Takes lines, and never fails or keeps anybody waiting. */
export interface LogDestination {
  write(line: string): void
  /** Resolves when what was written has arrived, or after this time. */
  flush(waitMs: number): Promise<void>
}

/** Told of lines that nobody will ever see. */
export interface LogLosses {
  /** A line was given up. */
  readonly onLost: () => void
  /** Lines arrive again, after so many were given up. */
  readonly onBack: (count: number) => void
}

const WAITING_BYTES_MAX = 1_048_576

/**
 * Opens a destination. A file is written at once, so that the last line before a crash is there. A pipe or terminal whose
 * reader has stopped would hold up the whole process: it is written beside the work. Lines that cannot be written now, for the
 * disk is full or nobody reads, wait in memory, up to 1 MiB of them; further ones are given up, and counted.
 *
 * @throws when a file cannot be opened.
 */
export function openDestination(target: LogTarget, { onLost, onBack }: LogLosses): LogDestination {
  const fd = typeof target === 'number' ? target : openFile(target)
  const isFile = fstatSync(fd).isFile()
  const sonic = new SonicBoom({
    fd,
    sync: isFile,
    minLength: 1,
    maxLength: WAITING_BYTES_MAX,
    // A file never says EAGAIN for good reason; a pipe is asked again in a moment.
    retryEAGAIN: () => !isFile,
  })
  let lost = 0

  // What could not be written stays in its buffer, and goes along with the next line.
  sonic.on('error', () => undefined)
  sonic.on('drop', () => {
    lost += 1
    onLost()
  })
  sonic.on('drain', () => {
    if (lost === 0) return
    const count = lost
    lost = 0
    onBack(count)
  })

  return {
    write(line) {
      sonic.write(line)
    },
    async flush(waitMs) {
      if (isFile) return
      const flushed = new Promise<void>((resolve) => {
        sonic.flush(() => resolve())
      })
      await Promise.race([flushed, Bun.sleep(waitMs)])
    },
  }
}

function openFile(path: string): number {
  mkdirSync(dirname(path), { recursive: true })
  return openSync(path, 'a')
}
