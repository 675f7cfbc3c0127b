import { aptInstall } from './apt-install.ts'

/** Path of kcat, a consumer of others for Kafka; undefined where it is not installed and may not be. */
export async function installKcat(): Promise<string | undefined> {
  const own = Bun.which('kcat')
  if (own !== null) return own
  await aptInstall('kcat')
  return Bun.which('kcat') ?? undefined
}
