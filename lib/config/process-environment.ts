import type { Environment } from '#lib/config/read-config.ts'
import { withoutServiceLinks } from '#lib/config/service-links.ts'

/**
 * Returns the environment of this process. Bun has added the variables of `.env`. Service links of Kubernetes are removed. No other
 * code reads the environment.
 */
export function processEnvironment(): Environment {
  return withoutServiceLinks({ ...process.env })
}
