import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A fresh folder for the data of one bench; `remove` it once nobody writes there any more: it may hold some 300 MB. */
export function benchFolder(): { readonly path: string; readonly remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'pushtech-bench-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}
