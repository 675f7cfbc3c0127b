import type { Environment } from '#lib/config/read-config.ts'

/** The environment of this process; Bun has added what `.env` says. The only place that reads it. */
export function processEnvironment(): Environment {
  return { ...process.env }
}
