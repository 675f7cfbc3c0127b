import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Environment } from '#lib/config/read-config.ts'
import { settings } from '#lib/config/settings.ts'
import { isLocalReach } from '#lib/http/this-machine.ts'

/** An environment made complete, and where to find what was made. */
export interface Prepared {
  readonly environment: Environment
  /** File with the admin's password, where we made it. */
  readonly passwordFile: string | undefined
}

const PASSWORD_BYTES = 18

/** The stations other stations call, by the first word of their two settings. */
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
 * Completes the environment for all stations in one process: each finds the others at the ports they have here; the admin has
 * a password; and as long as only this machine reaches the platform, a developer may sign in as anybody, and whoever is on
 * this machine sees the live page. What is set stays as it is.
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
