import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { atEndOfFile } from './end-of-file.ts'

/** A fresh folder for tests; it is removed after the test file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'pushtech-'))
  atEndOfFile(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
