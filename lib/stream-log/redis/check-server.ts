import { StartError } from '#lib/errors/start-error.ts'
import type { RedisClient } from './client.ts'

const MAJOR_MIN = 7

/** Required settings of the server: with them an accepted event survives a power cut and is never evicted. */
const SETTINGS = [
  { name: 'appendonly', good: 'yes', why: 'without it a restart loses accepted events' },
  {
    name: 'appendfsync',
    good: 'always',
    why: 'otherwise a power cut loses the events of the last second or two',
  },
  { name: 'maxmemory-policy', good: 'noeviction', why: 'otherwise a full Redis deletes events' },
] as const

/**
 * Checks the version and the settings. Returns a sentence for each setting that makes events unsafe.
 *
 * @throws {StartError} when the server is too old, or when `isStrict` is true and a setting is unsafe.
 */
export async function checkServer(
  client: RedisClient,
  { name, isStrict }: { readonly name: string; readonly isStrict: boolean },
): Promise<string[]> {
  const [, version = '0'] = /^redis_version:(.+)$/mu.exec(await client.info('server')) ?? []
  if (Number.parseInt(version, 10) < MAJOR_MIN) {
    throw new StartError(
      `Cannot use Redis at ${name}: it is version ${version.trim()}`,
      `Redis ${MAJOR_MIN}.0 or newer is needed: upgrade it, or set STREAM_URLS to another server.`,
    )
  }
  const warnings: string[] = []
  for (const { name: setting, good, why } of SETTINGS) {
    const value = await readSetting(client, setting)
    if (value !== undefined && value !== good) {
      warnings.push(
        `Redis at ${name} has the setting "${setting} ${value}", but only "${setting} ${good}" is safe: ${why}`,
      )
    }
  }
  if (isStrict && warnings.length > 0) {
    throw new StartError(
      `Cannot start with STRICT_DURABILITY=true: ${warnings.join('; ')}`,
      'Change these settings of Redis (CONFIG SET, and its configuration file), then start again.',
    )
  }
  return warnings
}

async function readSetting(client: RedisClient, name: string): Promise<string | undefined> {
  try {
    return (await client.configGet(name))[name]
  } catch {
    // Many hosted servers do not allow CONFIG: a setting that cannot be read causes no warning.
    return undefined
  }
}
