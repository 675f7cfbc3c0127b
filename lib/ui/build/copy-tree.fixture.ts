import { cpSync, symlinkSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'

/** The root of this repository. */
export const REPOSITORY = resolve(import.meta.dirname, '../../..')

const COPIED = ['package.json', 'bun.lock', 'tsconfig.json', 'lib', 'apps', 'edge', 'workers']
const OF_TESTS = /\.(?:test|fixture)\.tsx?$/u

/** Copies the parts of this repository that the build of the pages needs; gives the root of the copy. */
export function copyTree(): string {
  const root = temporaryFolder()
  for (const part of COPIED)
    cpSync(join(REPOSITORY, part), join(root, part), {
      recursive: true,
      filter: (path) => !OF_TESTS.test(path),
    })
  symlinkSync(join(REPOSITORY, 'node_modules'), join(root, 'node_modules'))
  return root
}
