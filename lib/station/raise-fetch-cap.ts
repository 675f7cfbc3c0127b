import { processEnvironment } from '#lib/config/process-environment.ts'
import { settings } from '#lib/config/settings.ts'

const { name, fallback = '' } = settings.BUN_CONFIG_MAX_HTTP_REQUESTS

/**
 * Restarts this process, under the same pid, with our default of BUN_CONFIG_MAX_HTTP_REQUESTS when its environment does not
 * set it. Bun reads the variable before our code runs. Its own default is 256 concurrent calls per process: further calls wait,
 * whatever their target, until one of them ends. Call this first.
 */
export function raiseFetchCap(): void {
  const environment = processEnvironment()
  // Windows cannot replace the program of a process.
  if (environment[name] !== undefined || process.platform === 'win32') return
  const parameters = [process.execPath, ...process.execArgv, ...process.argv.slice(1)]
  process.execve?.(process.execPath, parameters, { ...environment, [name]: fallback })
}
