import type { TestProject } from 'vitest/node'
import { startEngines, type Engines } from './start-engines.ts'

declare module 'vitest' {
  /** Addresses of the engines of this run; undefined where one could not be had. */
  export interface ProvidedContext {
    redisUrl: string | undefined
    kafkaBrokers: string | undefined
    mongodbUri: string | undefined
    s3: Engines['s3']
  }
}

/** The engines of this run; several projects of tests use the same ones. */
interface Shared {
  readonly engines: Promise<Engines>
  users: number
}

// Each project loads this file for itself: what they share hangs on the process.
const SHARED = Symbol.for('pushtech.engines')
const holder = globalThis as { [SHARED]?: Shared }

/** Starts the engines before the first test of a run, and gives what stops them after the last, whatever came between. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const shared = (holder[SHARED] ??= { engines: startEngines(), users: 0 })
  shared.users += 1
  const engines = await shared.engines
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
  project.provide('s3', engines.s3)
  return async () => {
    shared.users -= 1
    if (shared.users > 0) return
    delete holder[SHARED]
    await engines.stop()
  }
}
