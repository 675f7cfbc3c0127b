import { describe, expect, test } from 'vitest'
import { envTemplate, settingsPage } from '#lib/config/env-template.ts'
import { readConfig } from '#lib/config/read-config.ts'
import type { Setting } from '#lib/config/setting.ts'
import { settingGroups, settings } from '#lib/config/settings.ts'

const all = Object.values<Setting<unknown>>(settings)

test('everything has a default: the platform starts with an empty environment', () => {
  expect(Object.keys(readConfig(settings, {}))).toEqual(all.map(({ name }) => name))
})

test('every setting is in one group, under its own name', () => {
  const grouped = settingGroups.flatMap((group) => Object.keys(group.settings))
  expect(new Set(grouped).size).toBe(grouped.length)
  expect(grouped).toEqual(all.map(({ name }) => name))
  expect(Object.keys(settings)).toEqual(grouped)
})

test.each(all)(
  '$name: its help is one line, and its words say what it must be',
  ({ name, help, expected }) => {
    expect(name).toMatch(/^[A-Z][A-Z0-9_]*$/u)
    expect(help).toMatch(/^[^\n]{10,}[^\n.]$/u)
    expect(expected).not.toBe('')
  },
)

test('what is called a key, a password or a secret is one', () => {
  const named = all.filter(({ name }) => /(KEY|PASSWORD|SECRET|TOKEN)$/u.test(name))
  expect(named.length).toBeGreaterThan(0)
  for (const { name, isSecret } of named) expect([name, isSecret]).toEqual([name, true])
})

test('no secret has a default', () => {
  for (const { name, fallback } of all.filter(({ isSecret }) => isSecret)) {
    expect([name, fallback]).toEqual([name, ''])
  }
})

describe('.env.template', () => {
  const lines = envTemplate().split('\n')

  test('has a line for each setting, once, commented out, with its default', () => {
    const assignments = lines.filter((line) => /^#?[A-Z_0-9]+=/u.test(line))
    expect(assignments).toEqual(all.map(({ name, fallback }) => `#${name}=${fallback ?? ''}`))
  })

  test('changes nothing where its lines are uncommented', () => {
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
  const names = [...settingsPage().matchAll(/^\| `([A-Z_0-9]+)` \|/gmu)].map(([, name]) => name)
  expect(names).toEqual(all.map(({ name }) => name))
})
