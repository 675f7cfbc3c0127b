import { dirname, join } from 'node:path'
import { z } from '@hono/zod-openapi'
import { describe, expect, test } from 'vitest'
import { filesUnder, ROOT, textOf } from './repository.ts'

/** An example in a doc comment. It may use `z` and the exports of all files of its folder without an import; its lines run together. */
interface Example {
  readonly path: string
  /** First line in the file. */
  readonly line: number
  readonly code: string
}

type Run = (scope: Readonly<Record<string, unknown>>, same: typeof expectSame) => Promise<void>

const FENCE = /@example\n(?:\s*\*[^\n`]*\n)*\s*\* ```ts\n(?<code>(?:\s*\*(?! ```)[^\n]*\n)+)\s*\* ```/gu
const CLAIM = /^(?<expression>.*\S)\s*\/\/ => (?<value>.+)$/u

const libFiles = filesUnder('lib').filter(
  (path) => path.endsWith('.ts') && !/(\.test|-contract|\.fixture)\.ts$/u.test(path),
)
const examples = libFiles.flatMap(examplesIn)

describe('every example in lib is true:', () => {
  test.each(examples)('$path:$line', async ({ path, code }) => {
    expect.hasAssertions()
    await compile(code)(await scopeOf(path), expectSame)
  })
})

test('a wrong example fails', async () => {
  await expect(compile('1 + 1 // => 3')({}, expectSame)).rejects.toThrow('1 + 1')
  await expect(compile('const two = 1 + 1\ntwo // => 2')({}, expectSame)).resolves.toBeUndefined()
})

function examplesIn(path: string): Example[] {
  const text = textOf(path)
  return [...text.matchAll(FENCE)]
    .map((match) => ({
      path,
      line: text.slice(0, match.index).split('\n').length,
      code: (match.groups?.['code'] ?? '').replaceAll(/^\s*\* ?/gmu, ''),
    }))
    .filter(({ code }) => code.includes('// =>'))
}

/** The exports of the files of a folder. The example's own file comes last, so that its names win. */
async function scopeOf(path: string): Promise<Record<string, unknown>> {
  const text = textOf(path)
  const siblings = libFiles.filter((other) => dirname(other) === dirname(path) && other !== path)
  const used = siblings.filter((other) => namesExported(other).some((name) => text.includes(name)))
  const modules = await Promise.all(
    [...used, path].map((file) => import(join(ROOT, file)) as Promise<Record<string, unknown>>),
  )
  return Object.assign({ z }, ...modules) as Record<string, unknown>
}

function namesExported(path: string): string[] {
  return [...textOf(path).matchAll(/^export (?:async )?(?:function|const) (?<name>\w+)/gmu)].map(
    ({ groups }) => groups?.['name'] ?? '',
  )
}

function compile(code: string): Run {
  const claims = code.split('\n').map((line) => {
    const { expression, value } = CLAIM.exec(line)?.groups ?? {}
    return expression === undefined || value === undefined
      ? line
      : `same(await (${expression}), (${value}), ${JSON.stringify(expression)})`
  })
  // The wrapper keeps the transpiler from removing lines whose value is not used.
  const wrapped = `export async function run(scope, same) { with_scope; ${claims.join('\n')} }`
  const plain = new Bun.Transpiler({ loader: 'ts' }).transformSync(wrapped)
  const body = plain.slice(plain.indexOf('with_scope;') + 'with_scope;'.length, plain.lastIndexOf('}'))
  return async (scope, same) => {
    const names = Object.keys(scope).filter((name) => /^[A-Za-z_$][\w$]*$/u.test(name))
    // oxlint-disable-next-line typescript/no-implied-eval -- examples are code of this repository, run as such
    const run = new Function('same', ...names, `return (async () => {${body}})()`) as (
      ...values: readonly unknown[]
    ) => Promise<void>
    await run(same, ...names.map((name) => scope[name]))
  }
}

function expectSame(actual: unknown, expected: unknown, expression: string): void {
  expect(actual, expression).toEqual(expected)
}
