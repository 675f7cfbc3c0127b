import type { Progress } from './simulate.ts'

/** One line on a terminal that is written over. */
export interface ProgressLine {
  show(progress: Progress): void
  clear(): void
}

const TO_LINE_START = '\r\u001B[K'

/** A progress line, or none where nobody watches. */
export function openProgressLine(stream: NodeJS.WriteStream): ProgressLine {
  if (!stream.isTTY) return { show: () => {}, clear: () => {} }
  return {
    show: (progress) => {
      stream.write(TO_LINE_START + lineOf(progress))
    },
    clear: () => {
      stream.write(TO_LINE_START)
    },
  }
}

function lineOf({ ready, devices, seconds, pings, errors, p50Ms, p99Ms }: Progress): string {
  if (seconds === 0) return `preparing phones: ${ready} of ${devices}`
  return [
    `${seconds.toFixed(0)} s`,
    `${devices} phones`,
    `${(pings / seconds).toFixed(0)} pings/s`,
    `${errors} errors`,
    `p50 ${p50Ms.toFixed(1)} ms`,
    `p99 ${p99Ms.toFixed(1)} ms`,
  ].join(' · ')
}
