import { expect, test } from 'vitest'
import { filesUnder, textOf } from './repository.ts'

const HOOK = /^(?:before|after)(?:All|Each)\(/mu
const SETUP = 'tests/end-of-file.setup.ts'

test('only test files have hooks on the level of a module: Vitest would call those of a fixture for the first file of a worker only', () => {
  const fixtures = filesUnder('apps', 'bench', 'edge', 'lib', 'tests', 'workers').filter(
    (path) => /\.tsx?$/u.test(path) && !/\.test\.tsx?$/u.test(path),
  )
  expect(fixtures.filter((path) => HOOK.test(textOf(path)))).toEqual([SETUP])
})
