import { existsSync } from 'node:fs'
import { basename, dirname, join, normalize } from 'node:path'
import { describe, expect, test } from 'vitest'
import { filesUnder, ROOT, textOf } from './repository.ts'

const documents = filesUnder().filter((path) => path.endsWith('.md'))
const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> }

const FOLDERS = 'apps|bench|docs|edge|lib|tests|workers'
const PATH = new RegExp(
  `^(?:${FOLDERS})(?:/[\\w.@-]+)*/?$|^[\\w.-]+\\.(?:md|ts|json|lock|toml|yaml|template)$`,
  'u',
)
const PLACEHOLDER = /[<>*{}…]/u

const everyFile = filesUnder()
const everyName = new Set([...everyFile.map((path) => basename(path)), 'package.json', 'bun.lock'])

// A running platform creates these in its data folder.
const MADE_AT_START: ReadonlySet<string> = new Set(['keys.json', 'platform.lock', 'vapid.json'])

/** True for a path from the root that exists, and for the name of any file. */
function isThere(path: string): boolean {
  return existsSync(join(ROOT, path)) || everyName.has(path) || MADE_AT_START.has(path)
}

/** The text outside of fenced blocks, and the blocks with their language. */
function partsOf(path: string): { prose: string; blocks: { language: string; code: string }[] } {
  const text = textOf(path)
  const fence = /^```(?<language>\w*)\n(?<code>[\s\S]*?)^```$/gmu
  const blocks = [...text.matchAll(fence)].map(({ groups }) => ({
    language: groups?.['language'] ?? '',
    code: groups?.['code'] ?? '',
  }))
  return { prose: text.replaceAll(fence, ''), blocks }
}

describe.each(documents)('%s', (path) => {
  const { prose, blocks } = partsOf(path)

  test('names files that exist', () => {
    const named = [...prose.matchAll(/`(?<span>[^`\n]+)`/gu)]
      .map(({ groups }) => groups?.['span'] ?? '')
      .filter((span) => PATH.test(span) && !PLACEHOLDER.test(span))
    expect(named.filter((file) => !isThere(file))).toEqual([])
  })

  test('links to files that exist', () => {
    const links = [...prose.matchAll(/\]\((?<target>[^)\s#]+)(?:#[^)]*)?\)/gu)]
      .map(({ groups }) => groups?.['target'] ?? '')
      .filter((target) => !/^(?:https?|mailto):/u.test(target))
    const missing = links.filter((target) => !existsSync(join(ROOT, normalize(join(dirname(path), target)))))
    expect(missing).toEqual([])
  })

  test('gives only commands of package.json', () => {
    const commands = [prose, ...blocks.map(({ code }) => code)].flatMap((text) => [
      ...text.matchAll(/\bbun(?:@[\d.]+)? run (?<script>[\w:-]+)/gu),
    ])
    const unknown = commands
      .map(({ groups }) => groups?.['script'] ?? '')
      .filter((script) => !Object.hasOwn(scripts, script))
    expect(unknown).toEqual([])
  })

  test('quotes code exactly as in the file that is named above it', () => {
    const stale = blocks
      .filter(({ language }) => language === 'ts')
      .flatMap(({ code }) => {
        const [, file = '', excerpt = ''] = /^\/\/ (?<file>\S+)\n(?<excerpt>[\s\S]*)$/u.exec(code) ?? []
        return existsSync(join(ROOT, file)) && file !== '' && textOf(file).includes(excerpt) ? [] : [code]
      })
    expect(stale).toEqual([])
  })

  test('names the language of each block', () => {
    expect(blocks.filter(({ language }) => language === '')).toEqual([])
  })
})

test.each(['event-type', 'enrichment-step', 'action', 'counter', 'importer', 'route', 'adapter', 'setting'])(
  'there is a page about adding one more: %s',
  (name) => {
    expect(documents).toContain(`docs/adding/${name}.md`)
  },
)

test('each message in the advice for operators is a message of the code', () => {
  const told = [
    ...textOf('docs/operations/when-something-fails.md').matchAll(/^\| `(?<message>Cannot [^`]+)`/gmu),
  ]
  const starts = told.map(({ groups }) => (groups?.['message'] ?? '').split(/[":…]/u, 1)[0]?.trim() ?? '')
  const sources = everyFile.filter((path) => path.endsWith('.ts') && !path.startsWith('tests/')).map(textOf)
  expect(starts.length).toBeGreaterThan(0)
  expect(starts.filter((start) => !sources.some((text) => text.includes(start)))).toEqual([])
})
