import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Environment } from '#lib/config/read-config.ts'
import { settings } from '#lib/config/settings.ts'
import { isLocalReach } from '#lib/http/this-machine.ts'

/** A completed environment. */
export interface Prepared {
  readonly environment: Environment
  /** File with the generated admin password; undefined if ADMIN_PASSWORD is set. */
  readonly passwordFile: string | undefined
}

const PASSWORD_BYTES = 18

/** The stations that other stations call: the prefix of their `…_PORT` and `…_URL` settings. */
const CALLED = [
  'TRACKER',
  'STORAGE',
  'MATCHING',
  'KAFIDX',
  'NOTIFICATIONS',
  'ACTIONS',
  'IMAGES',
  'ACCOUNTS',
  'STATISTICS',
  'OFFERS',
] as const

/**
 * Completes the environment for all stations in one process. It sets the addresses of the stations and an admin password. If only
 * this machine reaches the platform, it also turns on the development login and the local live page. Given settings are not
 * changed.
 */
export function prepareEnvironment(given: Environment, dataFolder: string): Prepared {
  const host = given['HOST'] ?? settings.HOST.fallback ?? ''
  const reachable =
    host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host
  const portOf = (name: keyof typeof settings) => given[name] ?? settings[name].fallback ?? ''
  const urls = CALLED.map((name) => [`${name}_URL`, `http://${reachable}:${portOf(`${name}_PORT`)}`])
  const publicUrl = given['PUBLIC_URL'] ?? `http://${reachable}:${portOf('WEB_PORT')}`
  const trustedHops = Number(given['TRUSTED_HOPS'] ?? settings.TRUSTED_HOPS.fallback)
  const isLocal = isLocalReach({ host, publicUrl, trustedHops })
  const passwordFile = given['ADMIN_PASSWORD'] === undefined ? join(dataFolder, 'admin-password') : undefined
  return {
    environment: {
      ...Object.fromEntries(urls),
      PUBLIC_URL: publicUrl,
      ...(isLocal && { DEV_LOGIN: 'true', LIVE_PAGE: 'local' }),
      ...(passwordFile !== undefined && { ADMIN_PASSWORD: readOrMakePassword(passwordFile) }),
      ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
    },
    passwordFile,
  }
}

function readOrMakePassword(path: string): string {
  if (!existsSync(path)) {
    const password = Buffer.from(crypto.getRandomValues(new Uint8Array(PASSWORD_BYTES))).toString('base64url')
    writeFileSync(path, `${password}\n`, { mode: 0o600, flush: true })
  }
  return readFileSync(path, 'utf8').trim()
}
