import { existsSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
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

// Names of files that a platform makes, or whose place the sentence around them says.
const MADE_LATER = new Set(['keys.json', 'main.ts', 'app.ts', 'open.ts', 'bun.lockb', 'compose.yaml'])

/** Text outside of fenced blocks, and the blocks with their language. */
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
      .filter((span) => PATH.test(span) && !PLACEHOLDER.test(span) && !MADE_LATER.has(span))
    expect(named.filter((file) => !existsSync(join(ROOT, file)))).toEqual([])
  })

  test('links to files that exist', () => {
    const links = [...prose.matchAll(/\]\((?<target>[^)\s#]+)(?:#[^)]*)?\)/gu)]
      .map(({ groups }) => groups?.['target'] ?? '')
      .filter((target) => !/^(?:https?|mailto):/u.test(target))
    const missing = links.filter((target) => !existsSync(join(ROOT, normalize(join(dirname(path), target)))))
    expect(missing).toEqual([])
  })

  test('gives commands that package.json knows', () => {
    const commands = [prose, ...blocks.map(({ code }) => code)].flatMap((text) => [
      ...text.matchAll(/\bbun(?:@[\d.]+)? run (?<script>[\w:-]+)/gu),
    ])
    const unknown = commands
      .map(({ groups }) => groups?.['script'] ?? '')
      .filter((script) => !Object.hasOwn(scripts, script))
    expect(unknown).toEqual([])
  })

  test('says the language of each block', () => {
    expect(blocks.filter(({ language }) => language === '')).toEqual([])
  })
})

test.each(['event-type', 'enrichment-step', 'action', 'counter', 'importer', 'route', 'adapter', 'setting'])(
  'there is a page on adding one more: %s',
  (name) => {
    expect(documents).toContain(`docs/adding/${name}.md`)
  },
)
