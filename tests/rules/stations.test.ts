import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Setting } from '#lib/config/setting.ts'
import { STATION_NAMES } from '#lib/station/station-names.ts'
import { allSettings } from '../../apps/all/all-settings.ts'
import { allStations } from '../../apps/all/all-stations.ts'
import { filesUnder, ROOT, stationFolders, textOf } from './repository.ts'

/** The table of stations in ARCHITECTURE.md: folder and port of each row. */
const rows = [
  ...textOf('ARCHITECTURE.md').matchAll(
    /^\| `(?<folder>(?:apps|edge|workers)\/[\w-]+)` \| (?<port>[^|]+) \|/gmu,
  ),
].map(({ groups }) => ({ folder: groups?.['folder'] ?? '', port: groups?.['port']?.trim() ?? '' }))

const ports: Readonly<Record<string, Setting<unknown>>> = Object.fromEntries(
  allSettings.map((setting) => [setting.name, setting]),
)

test('the table of stations has exactly one row for each folder', () => {
  expect(rows.map(({ folder }) => folder).sort()).toEqual(stationFolders().sort())
})

test('the names of listening stations are the same in the folders, in the list of names and in apps/all', () => {
  const listening = rows.filter(({ port }) => /^\d+$/u.test(port)).map(({ folder }) => basename(folder))
  expect(listening.sort()).toEqual([...STATION_NAMES].sort())
  expect(allStations.map(({ name }) => name).sort()).toEqual([...STATION_NAMES].sort())
})

describe.each(rows)('$folder', ({ folder, port }) => {
  const name = basename(folder)

  test('has a page', () => {
    expect(existsSync(join(ROOT, `docs/stations/${name}.md`))).toBe(true)
  })

  test('has the port of its setting', () => {
    const fallback = ports[`${name.toUpperCase()}_PORT`]?.fallback
    expect(fallback).toBe(/^\d+$/u.test(port) ? port : undefined)
  })

  test('has a main.ts', () => {
    expect(existsSync(join(ROOT, folder, 'main.ts'))).toBe(true)
  })
})

describe('the table of ports', () => {
  const portRows = [
    ...textOf('ARCHITECTURE.md').matchAll(
      /^\| `lib\/.* \| `(?<variable>[A-Z_]+)` \| (?<schemes>(?:`[\w+]+:` ?)+)\|$/gmu,
    ),
  ].map(({ groups }) => ({
    variable: groups?.['variable'] ?? '',
    schemes: schemesIn(groups?.['schemes'] ?? ''),
  }))

  test('has a row for each setting that picks adapters', () => {
    const picking = allSettings.filter(
      ({ expected }) => expected.includes('begin') && !expected.includes('http:'),
    )
    expect(portRows.map(({ variable }) => variable).sort()).toEqual(picking.map(({ name }) => name).sort())
  })

  test.each(portRows)('names the adapters that $variable offers', ({ variable, schemes }) => {
    expect(schemes).toEqual(schemesIn(ports[variable]?.expected ?? ''))
  })
})

test('every page is about a station that exists', () => {
  const names = rows.map(({ folder }) => `docs/stations/${basename(folder)}.md`)
  expect(filesUnder('docs/stations')).toEqual(names.sort())
})

function schemesIn(text: string): string[] {
  return [...text.matchAll(/\b(?<scheme>\w+):/gu)].map(({ groups }) => groups?.['scheme'] ?? '')
}
