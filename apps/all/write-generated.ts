import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { apiTypes } from './api-types.ts'
import { generatedFiles } from './generated-files.ts'

const ROOT = resolve(import.meta.dirname, '../..')

for (const file of generatedFiles()) write(file)
// These are made from files that were written just now.
for (const file of await apiTypes(ROOT)) write(file)

function write({ path, text }: { readonly path: string; readonly text: string }): void {
  const target = resolve(ROOT, path)
  mkdirSync(dirname(target), { recursive: true })
  writeFileSync(target, text)
  process.stdout.write(`written: ${path}\n`)
}
