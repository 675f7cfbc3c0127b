import { expect, test } from 'vitest'
import { filesUnder, textOf } from './repository.ts'

const PAGE = 'docs/operations/metrics.md'
const NAME = '(?:push|http)_[a-z0-9_]+_(?:total|seconds|bytes|entries|events)'

function namesIn(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, name = '']) => name)
}

const inCode = filesUnder('apps', 'edge', 'lib', 'workers')
  .filter((path) => /\.tsx?$/u.test(path) && !/\.(?:test|fixture)\.tsx?$/u.test(path))
  .flatMap((path) => namesIn(textOf(path), new RegExp(`'(${NAME})'`, 'gu')))

test(`${PAGE} has a row for each metric in the code, and no other rows`, () => {
  const rows = namesIn(textOf(PAGE), new RegExp(`^\\| \`(${NAME})[\`{]`, 'gmu'))
  expect(rows.toSorted()).toEqual([...new Set(inCode)].toSorted())
})

test('documents name only metrics that exist', () => {
  const known = new Set(inCode)
  const named = filesUnder()
    .filter((path) => path.endsWith('.md'))
    .flatMap((path) => namesIn(textOf(path), new RegExp(`\`(${NAME})[\`{]`, 'gu')))
  expect(named.filter((name) => !known.has(name))).toEqual([])
})
