import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Creates a folder for the data of one bench. Call `remove()` when nothing writes there any more: it may hold some 300 MB. */
export function benchFolder(): { readonly path: string; readonly remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'pushtech-bench-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}
