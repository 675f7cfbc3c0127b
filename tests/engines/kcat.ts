import { runCommand } from './run-command.ts'

/** Path of kcat, a consumer of others for Kafka; undefined where it is not installed and may not be. */
export async function installKcat(): Promise<string | undefined> {
  const own = Bun.which('kcat')
  if (own !== null) return own
  if (process.env['CI'] !== 'true' || process.getuid?.() !== 0 || Bun.which('apt-get') === null)
    return undefined
  await runCommand(['apt-get', 'update'])
  await runCommand(['apt-get', 'install', '-y', '--no-install-recommends', 'kcat'], {
    env: { DEBIAN_FRONTEND: 'noninteractive' },
  })
  return Bun.which('kcat') ?? undefined
}
