import { StartError } from '#lib/errors/start-error.ts'
import type { RedisClient } from './client.ts'

const MAJOR_MIN = 7

/** What a server must be set to, so that an answered event survives a power cut and is never evicted. */
const SETTINGS = [
  { name: 'appendonly', good: 'yes', why: 'without it a restart loses events that were answered' },
  { name: 'appendfsync', good: 'always', why: 'otherwise a power cut loses the events of a second or two' },
  { name: 'maxmemory-policy', good: 'noeviction', why: 'otherwise a full Redis throws events away' },
] as const

/**
 * Looks at version and settings; gives a sentence for each setting that makes events unsafe.
 *
 * @throws {StartError} when the server is too old, or, when strict, set unsafely.
 */
export async function checkServer(
  client: RedisClient,
  { name, isStrict }: { readonly name: string; readonly isStrict: boolean },
): Promise<string[]> {
  const [, version = '0'] = /^redis_version:(.+)$/mu.exec(await client.info('server')) ?? []
  if (Number.parseInt(version, 10) < MAJOR_MIN) {
    throw new StartError(
      `Cannot use Redis at ${name}: it is version ${version.trim()}`,
      `Redis ${MAJOR_MIN}.0 or newer is needed: upgrade it, or name another in STREAM_URLS.`,
    )
  }
  const warnings: string[] = []
  for (const { name: setting, good, why } of SETTINGS) {
    const value = await readSetting(client, setting)
    if (value !== undefined && value !== good) {
      warnings.push(`Redis at ${name} has "${setting} ${value}" where "${setting} ${good}" is safe: ${why}`)
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
    // Many hosted servers do not allow CONFIG: what cannot be read cannot be judged.
    return undefined
  }
}
