import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { ROOT } from './repository.ts'

const CONFIG = join(ROOT, '.dependency-cruiser.js')
const FIXTURE = join(ROOT, 'tests/rules/fixture')

interface Violation {
  readonly rule: { readonly name: string }
  readonly from: string
}

const config = (await import(pathToFileURL(CONFIG).href)) as {
  default: { forbidden: { name: string }[] }
}
const rules = config.default.forbidden.map(({ name }) => name)

describe('in a tree in which each file breaks the rule of its name', () => {
  let violations: Violation[]

  beforeAll(async () => {
    const child = Bun.spawn(
      [
        join(ROOT, 'node_modules/.bin/depcruise'),
        '--config',
        CONFIG,
        '--output-type',
        'json',
        'apps',
        'bench',
        'edge',
        'lib',
        'workers',
      ],
      { cwd: FIXTURE, stdout: 'pipe', stderr: 'inherit' },
    )
    const report = JSON.parse(await new Response(child.stdout).text()) as {
      summary: { violations: Violation[] }
    }
    violations = report.summary.violations
  })

  test.each(rules)('the checker reports %s in this file only', (rule) => {
    const reported = violations.filter(({ rule: { name } }) => name === rule).map(({ from }) => from)
    expect(reported).toEqual([expect.stringMatching(new RegExp(`/${rule}\\.ts$`, 'u'))])
  })

  test('the checker reports nothing else', () => {
    expect(violations.map(({ rule: { name } }) => name).sort()).toEqual(rules.toSorted())
  })
})
