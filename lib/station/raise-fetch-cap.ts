import { processEnvironment } from '#lib/config/process-environment.ts'
import { settings } from '#lib/config/settings.ts'

const { name, fallback = '' } = settings.BUN_CONFIG_MAX_HTTP_REQUESTS

/**
 * Begins this process anew, under the same id, with the default of BUN_CONFIG_MAX_HTTP_REQUESTS where its environment says
 * nothing. Bun reads the variable before any code of ours, and its own default is 256 calls at once for the whole process: the
 * 257th waits, whoever it is for, until one of them ends. To be called before anything else is done.
 */
export function raiseFetchCap(): void {
  const environment = processEnvironment()
  // Windows cannot put a new program in the place of a process.
  if (environment[name] !== undefined || process.platform === 'win32') return
  const parameters = [process.execPath, ...process.execArgv, ...process.argv.slice(1)]
  process.execve?.(process.execPath, parameters, { ...environment, [name]: fallback })
}
