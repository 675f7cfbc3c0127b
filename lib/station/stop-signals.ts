import { readFileSync } from 'node:fs'

/** How to obey signals. */
export interface StopSignalOptions {
  /** What is not finished yet, for the line that a forced end leaves behind. */
  readonly unfinished: () => string
  /** Called at the first wish, before anything is stopped. */
  readonly onWish?: (signal: StopSignal) => void
}

/** A signal that asks a process to stop. */
export type StopSignal = keyof typeof FORCED_EXIT

/** Exit codes of an end that was forced: 128 and the number of the signal, as shells have it. */
export const FORCED_EXIT = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const

// `bun run` and `npx` hand Ctrl-C on to a process that the terminal has told already: these copies are one wish.
const ONE_WISH_MS = 1_000

/**
 * Watches for SIGINT (Ctrl-C), SIGTERM and SIGHUP (the terminal was closed) from now on; the result aborts at the first of
 * them. What follows within a second is the same wish. A later one means it: the process ends at once with 128 and the number
 * of the signal, and a line on stderr says what was not finished. Under `nohup` SIGHUP stays without effect.
 */
export function watchStopSignals({ unfinished, onWish }: StopSignalOptions): AbortSignal {
  const wished = new AbortController()
  let wishedAt: number | undefined

  function obey(signal: StopSignal): void {
    if (wishedAt === undefined) {
      wishedAt = performance.now()
      onWish?.(signal)
      wished.abort()
    } else if (performance.now() - wishedAt >= ONE_WISH_MS) {
      process.stderr.write(`Ended at once by a second ${signal}; not finished: ${unfinished()}\n`)
      process.exit(FORCED_EXIT[signal])
    }
  }

  // A terminal that is gone takes no text any more, which must not end the stop.
  process.stderr.on('error', () => undefined)
  process.on('SIGINT', () => obey('SIGINT'))
  process.on('SIGTERM', () => obey('SIGTERM'))
  if (!isIgnored(SIGHUP_NUMBER)) process.on('SIGHUP', () => obey('SIGHUP'))
  return wished.signal
}

const SIGHUP_NUMBER = 1

/** True where whoever started this process had it ignore a signal, as far as Linux tells (proc(5), `SigIgn`). */
function isIgnored(signal: number): boolean {
  try {
    const mask = /^SigIgn:\s*(?<mask>[\da-f]+)$/mu.exec(readFileSync('/proc/self/status', 'utf8'))
    return ((BigInt(`0x${mask?.groups?.['mask'] ?? '0'}`) >> BigInt(signal - 1)) & 1n) === 1n
  } catch {
    return false
  }
}
