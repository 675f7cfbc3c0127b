import { rmSync } from 'node:fs'
import { write } from '../../apps/cli/print.ts'
import { until } from '../builders/until.ts'
import { isRunning, readRunning, RUN_FOLDER, type Running } from './running.ts'

const OBEY_MS = 15_000

/** Stops the detached engines by their pids, and removes their data. */
export async function down(): Promise<void> {
  const servers = readRunning()?.servers ?? []
  await Promise.all(servers.map(stop))
  rmSync(RUN_FOLDER, { recursive: true, force: true })
  write(servers.length === 0 ? 'no engines were there\n' : 'all engines are down\n')
}

async function stop(server: Running): Promise<void> {
  if (!(await isRunning(server))) return
  process.kill(server.pid, 'SIGTERM')
  const isGone = async () => !(await isRunning(server))
  try {
    await until(`${server.name} is gone`, isGone, OBEY_MS)
  } catch {
    // Their data go in any case. A Kafka of several brokers waits for one that went before it, for minutes.
    process.kill(server.pid, 'SIGKILL')
    await until(`${server.name} is gone`, isGone)
  }
}
