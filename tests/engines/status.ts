import { write } from '../../apps/cli/print.ts'
import { isRunning, readRunning } from './running.ts'

/** Prints which engines run, and the lines for .env; false when one does not. */
export async function status(): Promise<boolean> {
  const running = readRunning()
  if (running === undefined) {
    write('no engines; start them with: npx bun run push engines up\n')
    return false
  }
  const states = await Promise.all(
    running.servers.map(async (server) => ({ ...server, isUp: await isRunning(server) })),
  )
  for (const { name, pid, isUp } of states) {
    write(`${name.padEnd(10)} ${isUp ? 'up  ' : 'GONE'} pid ${pid}\n`)
  }
  write(`\n${running.lines.join('\n')}\n`)
  return states.every(({ isUp }) => isUp)
}
