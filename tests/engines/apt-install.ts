import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runCommand } from './run-command.ts'

/**
 * Installs one of the system's packages where that is welcome: as root on a CI machine, which is thrown away. A laptop is not
 * changed: false.
 */
export async function aptInstall(name: string): Promise<boolean> {
  if (process.env['CI'] !== 'true' || process.getuid?.() !== 0 || Bun.which('apt-get') === null) return false
  // One after the other, over all processes: apt-get refuses to work beside another.
  const lock = ['flock', join(tmpdir(), 'pushtech-apt.lock')]
  const install = 'apt-get update && exec apt-get install -y --no-install-recommends "$0"'
  await runCommand([...lock, 'sh', '-c', install, name], {
    // A run level without services: a package must not start one of its own.
    env: { RUNLEVEL: '1', DEBIAN_FRONTEND: 'noninteractive' },
  })
  return true
}
