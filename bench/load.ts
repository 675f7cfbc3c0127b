import { runCommand } from '../tests/engines/run-command.ts'

/** The results of a server under load. */
export interface Load {
  readonly perSecond: number
  readonly requests: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly errors: number
}

/** Options of the load. */
export interface LoadOptions {
  readonly connections?: number
  readonly seconds?: number
  /** A wrk script that makes the requests; without one they are GETs. */
  readonly script?: string | undefined
  /** Arguments of the script. */
  readonly words?: readonly string[]
}

/** Seconds until a server is warm: Bun compiles a path completely after some hundred thousand calls. */
export const WARM_SECONDS = 8

/** Loads a URL with wrk, as a closed loop of connections. */
export async function load(
  url: string,
  { connections = 64, seconds = 8, script, words = [] }: LoadOptions = {},
): Promise<Load> {
  if (Bun.which('wrk') === null)
    throw new Error('Cannot bench: "wrk" is not installed (Debian: apt-get install wrk)')
  const scripted = script === undefined ? [] : ['-s', script]
  const output = await runCommand([
    'wrk',
    '--latency',
    '-t1',
    `-c${connections}`,
    `-d${seconds}s`,
    ...scripted,
    url,
    '--',
    ...words,
  ])
  const rate = Number(/Requests\/sec:\s+([\d.]+)/u.exec(output)?.[1] ?? 0)
  const requests = Number(/(\d+) requests in/u.exec(output)?.[1] ?? 0)
  const errors = Number(/Non-2xx or 3xx responses: (\d+)/u.exec(output)?.[1] ?? 0)
  return { perSecond: rate, requests, p50Ms: latency(output, 50), p99Ms: latency(output, 99), errors }
}

function latency(output: string, percent: number): number {
  const [, value = '0', unit = 'ms'] = new RegExp(`${percent}%\\s+([\\d.]+)(us|ms|s)`, 'u').exec(output) ?? []
  return Number((Number(value) * ({ us: 0.001, ms: 1, s: 1_000 }[unit] ?? 1)).toFixed(2))
}
