import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { SLOW_FILES } from '../slow-first.ts'
import { ROOT } from './repository.ts'

test('the files that start first exist', () => {
  expect(SLOW_FILES.filter((path) => !existsSync(join(ROOT, path)))).toEqual([])
})
