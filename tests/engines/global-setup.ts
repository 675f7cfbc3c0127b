import type { TestProject } from 'vitest/node'
import { startEngines } from './start-engines.ts'

declare module 'vitest' {
  /** Addresses of the engines of this run; undefined where one could not be had. */
  export interface ProvidedContext {
    redisUrl: string | undefined
    kafkaBrokers: string | undefined
    mongodbUri: string | undefined
  }
}

/** Starts the engines before the first test of a run, and gives what stops them after the last, whatever came between. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const engines = await startEngines()
  for (const [name, reason] of Object.entries(engines.missing)) {
    process.stderr.write(`${name} could not be had: ${reason}\n`)
  }
  if (process.env['CI'] === 'true' && Object.keys(engines.missing).length > 0) {
    await engines.stop()
    throw new Error(`Cannot test on real engines: ${Object.keys(engines.missing).join(', ')} missing`)
  }
  project.provide('redisUrl', engines.redisUrl)
  project.provide('kafkaBrokers', engines.kafkaBrokers)
  project.provide('mongodbUri', engines.mongodbUri)
  return () => engines.stop()
}
