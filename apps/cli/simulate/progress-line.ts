import type { Progress } from './simulate.ts'

/** A line on a terminal that each update overwrites. */
export interface ProgressLine {
  show(progress: Progress): void
  clear(): void
}

const TO_LINE_START = '\r\u001B[K'

/** Opens a progress line; it prints nothing if the stream is not a terminal. */
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
