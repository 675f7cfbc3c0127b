import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { SLOW_FILES } from '../slow-first.ts'
import { ROOT } from './repository.ts'

test('the files that are started first are there', () => {
  expect(SLOW_FILES.filter((path) => !existsSync(join(ROOT, path)))).toEqual([])
})
