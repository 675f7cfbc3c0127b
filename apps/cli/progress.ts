import { SingleBar } from 'cli-progress'

/** A progress bar for long work. */
export interface Progress {
  advance(count: number): void
  stop(): void
}

/** Shows a bar with rate and remaining time on stderr; shows nothing if stderr is not a terminal. */
export function showProgress(total: number, unit: string): Progress {
  let done = 0
  const startedAt = performance.now()
  const bar = new SingleBar({
    format: `{bar} {percentage} % · {value} of {total} ${unit} · {rate}/s · {eta_formatted} left`,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 30,
    noTTYOutput: false,
    stream: process.stderr,
    hideCursor: true,
  })
  bar.start(total, 0, { rate: 0 })
  return {
    advance(count) {
      done += count
      bar.update(done, { rate: Math.round(done / Math.max(0.001, (performance.now() - startedAt) / 1_000)) })
    },
    stop: () => bar.stop(),
  }
}
