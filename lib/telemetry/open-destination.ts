import { fstatSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { SonicBoom } from 'sonic-boom'

/** The target of a logger: a file descriptor (1 is stdout) or the path of a file, to which it appends. */
export type LogTarget = number | string

/** Writes log lines. It never fails and never blocks the caller. */
export interface LogDestination {
  write(line: string): void
  /** Resolves when all lines are written, or after this time. */
  flush(waitMs: number): Promise<void>
}

/** Callbacks for lost lines. */
export interface LogLosses {
  /** Called for each lost line. */
  readonly onLost: () => void
  /** Called when lines can be written again; `count` is the number of lost lines. */
  readonly onBack: (count: number) => void
}

const WAITING_BYTES_MAX = 1_048_576

/**
 * Opens a destination. It writes files synchronously, so that the last line before a crash is kept. It writes pipes and terminals
 * asynchronously, because a stopped reader would block the process. If lines cannot be written, because the disk is full or the
 * reader has stopped, up to 1 MiB of them wait in memory; it drops and counts the rest.
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
    // EAGAIN means that a pipe is full, so retry. Files do not return it.
    retryEAGAIN: () => !isFile,
  })
  let lost = 0

  // A failed line stays in the buffer and is written together with the next line.
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
