import type { Environment } from '#lib/config/read-config.ts'
import { withoutServiceLinks } from '#lib/config/service-links.ts'

/**
 * The environment of this process; Bun has added what `.env` says, and what Kubernetes says of services beside us is left out.
 * The only place that reads it.
 */
export function processEnvironment(): Environment {
  return withoutServiceLinks({ ...process.env })
}
