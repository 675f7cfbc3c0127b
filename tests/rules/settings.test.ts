import { describe, expect, test } from 'vitest'
import { envTemplate, settingsPage } from '#lib/config/env-template.ts'
import { readConfig } from '#lib/config/read-config.ts'
import { secretsIn } from '#lib/config/secrets-in.ts'
import { sharedSettingGroups } from '#lib/config/settings.ts'
import { strangeVariables } from '#lib/config/strange-variables.ts'
import { allSettingGroups, allSettings } from '../../apps/all/all-settings.ts'
import { allStations } from '../../apps/all/all-stations.ts'

const all = allSettings
const settings = Object.fromEntries(all.map((setting) => [setting.name, setting]))

test('everything has a default: the platform starts with an empty environment', () => {
  expect(Object.keys(readConfig(settings, {}))).toEqual(all.map(({ name }) => name))
})

test('every name is declared once', () => {
  const names = all.map(({ name }) => name)
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
})

test('every setting that a station reads is in the list', () => {
  const known = new Set(all)
  const read = allStations.flatMap(({ spec }) => Object.values(spec))
  expect(read.filter((setting) => !known.has(setting)).map(({ name }) => name)).toEqual([])
})

test("no station warns of another station's setting as a misspelt one", () => {
  for (const { name, spec } of allStations) {
    const own = [
      ...Object.values(spec),
      ...sharedSettingGroups.flatMap((group) => Object.values(group.settings)),
    ]
    const environment = Object.fromEntries(all.map((setting) => [setting.name, 'something']))
    expect([
      name,
      strangeVariables(
        environment,
        own.map((setting) => setting.name),
      ),
    ]).toEqual([name, []])
  }
})

test.each(all)('$name: its help is one line, and says which values are valid', ({ name, help, expected }) => {
  expect(name).toMatch(/^[A-Z][A-Z0-9_]*$/u)
  expect(help).toMatch(/^[^\n]{10,}[^\n.]$/u)
  expect(expected).not.toBe('')
})

test('a setting with a name like a key, a password or a secret is a secret', () => {
  const named = all.filter(({ name }) => /(KEY|PASSWORD|SECRET|TOKEN)$/u.test(name))
  expect(named.length).toBeGreaterThan(0)
  for (const { name, isSecret } of named) expect([name, isSecret]).toEqual([name, true])
  // Loggers recognise secrets by these names.
  for (const { name } of all.filter(({ isSecret }) => isSecret))
    expect(secretsIn({ [name]: 'x=0123456789abcdef' })).toContain('x=0123456789abcdef')
})

test('no secret has a default', () => {
  for (const { name, fallback } of all.filter(({ isSecret }) => isSecret)) {
    expect([name, fallback]).toEqual([name, ''])
  }
})

describe('.env.template', () => {
  const lines = envTemplate(allSettingGroups).split('\n')

  test('has a line for each setting, once, commented out, with its default', () => {
    const assignments = lines.filter((line) => /^#?[A-Z_0-9]+=/u.test(line))
    expect(assignments.toSorted()).toEqual(
      all.map(({ name, fallback }) => `#${name}=${fallback ?? ''}`).toSorted(),
    )
  })

  test('changes nothing if its lines are uncommented', () => {
    const environment = Object.fromEntries(
      lines
        .filter((line) => /^#[A-Z_0-9]+=/u.test(line))
        .map((line) => {
          const [name = '', ...value] = line.slice(1).split('=')
          return [name, value.join('=')]
        }),
    )
    expect(readConfig(settings, environment)).toEqual(readConfig(settings, {}))
  })
})

test('the page of settings has a row for each, once', () => {
  const names = [...settingsPage(allSettingGroups).matchAll(/^\| `([A-Z_0-9]+)` \|/gmu)].map(
    ([, name]) => name,
  )
  expect(new Set(names)).toEqual(new Set(all.map(({ name }) => name)))
  expect(names).toHaveLength(all.length)
})
