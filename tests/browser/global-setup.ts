import type { TestProject } from 'vitest/node'
import { installChromium } from '../engines/chromium.ts'

declare module 'vitest' {
  /** Path of the browser of this run; undefined where none could be had. */
  export interface ProvidedContext {
    chromium: string | undefined
  }
}

/** Looks for a browser before the first test of a run, and says so where there is none; with CI=true there must be one. */
export async function setup(project: TestProject): Promise<void> {
  try {
    project.provide('chromium', await installChromium())
  } catch (error) {
    if (process.env['CI'] === 'true') throw error
    process.stderr.write(`chromium could not be had: ${String(error)}\n`)
    project.provide('chromium', undefined)
  }
}
