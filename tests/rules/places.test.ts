import { expect, test } from 'vitest'
import { filesUnder, textOf } from './repository.ts'

// Joined at run time, so that this file itself does not contain them.
const HOSTS = [
  ['registry', 'npmjs', 'org'],
  ['registry', 'yarnpkg', 'com'],
  ['npm', 'pkg', 'github', 'com'],
  ['pypi', 'org'],
  ['files', 'pythonhosted', 'org'],
  ['proxy', 'golang', 'org'],
  ['repo1', 'maven', 'org'],
  ['deb', 'debian', 'org'],
].map((parts) => parts.join('.'))
const FOLDERS = ['work', 'root', 'home', 'Users'].map((name) => `(?<![\\w.*-])/${name}/`)
const FORBIDDEN = new RegExp([...HOSTS.map((host) => RegExp.escape(host)), ...FOLDERS].join('|'), 'u')

const TEXTS =
  /\.(?:[cm]?[jt]sx?|md|json|ya?ml|toml|html|css|sql|sh|txt|svg)$|(?:^|\/)(?:\.[\w.]+|run|LICENSE|Dockerfile)$/u

test('no file names the host of a package registry or a folder of a developer’s machine', () => {
  const found = [...filesUnder().filter((path) => TEXTS.test(path)), 'bun.lock'].flatMap((path) =>
    textOf(path)
      .split('\n')
      .flatMap((line, index) => (FORBIDDEN.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : [])),
  )
  expect(found).toEqual([])
})

test('the pattern finds them', () => {
  expect(`see https://${HOSTS[0]}/hono`).toMatch(FORBIDDEN)
  expect(`cd ${['', 'root', 'x'].join('/')}`).toMatch(FORBIDDEN)
})
