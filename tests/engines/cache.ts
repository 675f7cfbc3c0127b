import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** Where engines are kept once fetched. */
export const CACHE = resolve(import.meta.dirname, '../../.cache/engines')

/** The folder of a fetched thing; made by `fill` in a draft folder first, so that a fetch that broke off leaves nothing. */
export async function cached(name: string, fill: (folder: string) => Promise<void>): Promise<string> {
  const folder = join(CACHE, name)
  if (existsSync(folder)) return folder
  mkdirSync(CACHE, { recursive: true })
  // Each has a draft of its own: the threads of a test run, which share one pid, may fetch the same thing at once.
  const draft = mkdtempSync(`${folder}.`)
  try {
    await fill(draft)
    renameSync(draft, folder)
  } catch (error) {
    // Another was done first, with the same thing.
    if (!existsSync(folder)) throw error
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
  return folder
}
