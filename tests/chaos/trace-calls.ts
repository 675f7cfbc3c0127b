import { readFileSync } from 'node:fs'
import { aptInstall } from '../engines/apt-install.ts'
import { until } from '../builders/until.ts'

/** A trace of the system calls of several processes, in one common order. */
export interface CallTrace {
  /** Ends the trace; gives a line for each completed call. */
  stop(): Promise<string[]>
}

const TEXT_SHOWN = '1000'
const UNFINISHED = / <unfinished \.\.\.>$/u
const RESUMED = /^(\d+) +<\.\.\. \w+ resumed>/u

/**
 * Traces writes and syncs of running processes with strace.
 *
 * @throws if strace is missing, or may not trace the processes.
 */
export async function traceCalls(pids: readonly number[], file: string): Promise<CallTrace> {
  if (Bun.which('strace') === null && !(await aptInstall('strace'))) {
    throw new Error('Cannot trace system calls: "strace" is not installed (Debian: apt-get install strace)')
  }
  const calls = 'trace=fdatasync,fsync,write,writev,sendto,sendmsg,pwrite64,pwritev'
  const strace = Bun.spawn(
    [
      'strace',
      '-f',
      '-s',
      TEXT_SHOWN,
      '-e',
      calls,
      '-o',
      file,
      ...pids.flatMap((pid) => ['-p', String(pid)]),
    ],
    { stdin: 'ignore', stdout: 'ignore', stderr: 'pipe' },
  )
  let said = ''
  const reading = (async () => {
    const decoder = new TextDecoder()
    for await (const chunk of strace.stderr) said += decoder.decode(chunk, { stream: true })
  })()
  await until('strace is attached', () => {
    if (strace.exitCode !== null) throw new Error(`Cannot trace system calls: ${said}`)
    return said.split('\n').filter((line) => line.includes(' attached')).length >= pids.length
  })
  return {
    async stop() {
      strace.kill('SIGINT')
      await strace.exited
      await reading
      return joined(readFileSync(file, 'utf8').split('\n'))
    },
  }
}

/** Joins the two lines of each call that another process interrupted. The place of the second line counts. */
function joined(lines: readonly string[]): string[] {
  const begun = new Map<string, string>()
  return lines.flatMap((line) => {
    const [pid = ''] = line.split(' ', 1)
    if (UNFINISHED.test(line)) {
      begun.set(pid, line.replace(UNFINISHED, ''))
      return []
    }
    return RESUMED.test(line) ? [(begun.get(pid) ?? `${pid} `) + line.replace(RESUMED, '')] : [line]
  })
}
