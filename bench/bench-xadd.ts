import { runCommand } from '../tests/engines/run-command.ts'

const XADD_BYTES = 310

/** Entries per second that Redis itself takes from 64 clients, with `pipeline` entries per write, measured by redis-benchmark. */
export async function benchXadd(port: number, { requests = 200_000, pipeline = 1 } = {}): Promise<number> {
  const numbers = ['-p', String(port), '-c', '64', '-n', String(requests), '-P', String(pipeline)]
  const command = ['redis-benchmark', ...numbers, '-q', 'XADD', 'bench', '*', 'e', 'x'.repeat(XADD_BYTES)]
  return Number(/([\d.]+) requests per second/u.exec(await runCommand(command))?.[1] ?? 0)
}
