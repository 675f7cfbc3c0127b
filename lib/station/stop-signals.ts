import { readFileSync } from 'node:fs'

/** How to react to signals. */
export interface StopSignalOptions {
  /** What is not finished yet, for the line that a forced end prints. */
  readonly unfinished: () => string
  /** Called at the first signal, before anything stops. */
  readonly onWish?: (signal: StopSignal) => void
}

/** A signal that asks a process to stop. */
export type StopSignal = keyof typeof FORCED_EXIT

/** Exit codes of a forced end: 128 plus the number of the signal, as shells define it. */
export const FORCED_EXIT = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const

// `bun run` and `npx` forward Ctrl-C to a process that the terminal has already signalled: such copies count as one request.
const ONE_WISH_MS = 1_000

/**
 * Watches for SIGINT (Ctrl-C), SIGTERM and SIGHUP (the terminal was closed). The returned signal aborts at the first of them.
 * Further ones within a second count as the same request. A later one ends the process at once, with 128 plus the number of the
 * signal and a line on stderr about what was not finished. Under `nohup` SIGHUP has no effect.
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

  // Writing to a closed terminal fails; this must not interrupt the stop.
  process.stderr.on('error', () => undefined)
  process.on('SIGINT', () => obey('SIGINT'))
  process.on('SIGTERM', () => obey('SIGTERM'))
  if (!isIgnored(SIGHUP_NUMBER)) process.on('SIGHUP', () => obey('SIGHUP'))
  return wished.signal
}

const SIGHUP_NUMBER = 1

/** True when the parent process made this one ignore a signal, if Linux tells (proc(5), `SigIgn`). */
function isIgnored(signal: number): boolean {
  try {
    const mask = /^SigIgn:\s*(?<mask>[\da-f]+)$/mu.exec(readFileSync('/proc/self/status', 'utf8'))
    return ((BigInt(`0x${mask?.groups?.['mask'] ?? '0'}`) >> BigInt(signal - 1)) & 1n) === 1n
  } catch {
    return false
  }
}
