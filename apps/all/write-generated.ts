import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { generatedFiles } from './generated-files.ts'

const ROOT = resolve(import.meta.dirname, '../..')

for (const { path, text } of generatedFiles()) {
  const target = resolve(ROOT, path)
  mkdirSync(dirname(target), { recursive: true })
  writeFileSync(target, text)
  process.stdout.write(`written: ${path}\n`)
}
