import { expect, test } from 'vitest'
import { filesUnder, textOf } from './repository.ts'

const shipped = filesUnder('apps', 'edge', 'lib', 'workers').filter(
  (path) => /\.[cm]?[jt]sx?$/u.test(path) && !/\.(test|fixture)\.tsx?$/u.test(path),
)

// Code that cuts a text at a limit of characters: `text.slice(0, TITLE_LENGTH_MAX)`, `substring()`.
const CUT =
  /\.slice\(\s*0\s*,\s*(?:\w*(?:LENGTH|CHARACTERS?|CHARS)_MAX|lengthMax|maxLength)\b|\.substr(?:ing)?\(/u

// The one that cuts, and those that shorten a header or a term of a text, which nobody sees.
const MAY_CUT: ReadonlySet<string> = new Set([
  'lib/text/cut-text.ts',
  'lib/http/preferred-language.ts',
  'lib/subjects/text-terms.ts',
  'lib/ui/language-of.ts',
  'lib/http/wanted-format.ts',
  'lib/trust/find-forbidden.ts',
  'apps/storage/mistakes-in.ts',
  'apps/images/read-wish.ts',
])

test('texts are cut only by cutText(), between graphemes', () => {
  expect(shipped.length).toBeGreaterThan(500)
  expect(CUT.test('reason.slice(0, SHORT_LENGTH_MAX)')).toBe(true)
  const cutting = shipped.filter((path) => !MAY_CUT.has(path) && CUT.test(textOf(path)))
  expect(cutting).toEqual([])
})
