import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { apiTypes } from '../../apps/all/api-types.ts'
import { generatedFiles } from '../../apps/all/generated-files.ts'
import { ROOT, textOf } from './repository.ts'

test.each([...generatedFiles(), ...(await apiTypes(ROOT))])(
  '$path is up to date; if not, run: npx bun run write:generated',
  ({ path, text }) => {
    expect(existsSync(join(ROOT, path))).toBe(true)
    expect(textOf(path)).toBe(text)
  },
)
