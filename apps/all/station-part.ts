import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import { settingsTable } from '#lib/config/env-template.ts'
import type { Access } from '#lib/http/access.ts'
import { nameOf, type RouteFacts } from '#lib/http/define-route.ts'
import type { StationName } from '#lib/station/station-names.ts'
import { allApis } from './all-apis.ts'
import { allConsumers } from './all-consumers.ts'
import { allStations } from './all-stations.ts'
import { metricsOf } from './metrics-of.ts'

const BEGIN = '<!-- written from the code: npx --yes bun@1.4.5 run write:generated -->'
const END = '<!-- end -->'

const ROOT = resolve(import.meta.dirname, '../..')

/**
 * Updates the generated part of the page of a station: its routes, consumer groups, metrics and settings. The part is between
 * two comments, which the page must contain.
 *
 * @throws {Error} when the page does not contain these comments.
 */
export function withStationPart(page: string, station: StationName): string {
  return withPart(page, station, partOf(station))
}

/**
 * Updates the generated part of the page of the command line: its verbs.
 *
 * @throws {Error} when the page does not contain the two comments.
 */
export function withVerbsPart(page: string, program: Command): string {
  const rows = program.commands.map((verb) => {
    const ways = verb.commands.map((way) => `\`${way.name()}\` ${way.description()}`)
    const does = [verb.description(), ...ways].filter((text) => text !== '').join('; ')
    return `| \`${verb.name()}\` | ${does} |`
  })
  return withPart(page, 'cli', ['### Verbs', '', '| verb | |', '|---|---|', ...rows].join('\n'))
}

function withPart(page: string, name: string, part: string): string {
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)]
  if (begin === -1 || end < begin)
    throw new Error(`Cannot write the page of "${name}": the lines "${BEGIN}" and "${END}" are missing`)
  return `${page.slice(0, begin)}${BEGIN}\n\n${part}\n\n${page.slice(end)}`
}

function partOf(station: StationName): string {
  const routes = allApis.find((api) => api.station === station)?.routes ?? []
  const consumers = allConsumers.filter((consumer) => consumer.station === station)
  const folder = ['apps', 'edge', 'workers'].map((kind) => join(ROOT, kind, station)).find(existsSync)
  const metrics = folder === undefined ? [] : metricsOf(folder)
  const settings = Object.values(allStations.find(({ name }) => name === station)?.spec ?? {})
  const parts = [
    ...(routes.length > 0
      ? [['### Routes', '', '| route | who | |', '|---|---|---|', ...routes.map(routeRow)]]
      : []),
    ...(consumers.length > 0
      ? [
          [
            '### Consumer groups',
            '',
            '| group | topic | begins at | |',
            '|---|---|---|---|',
            ...consumers.map(
              ({ group, topic, from, does }) => `| \`${group}\` | \`${topic.name}\` | ${from} | ${does} |`,
            ),
          ],
        ]
      : []),
    ...(metrics.length > 0
      ? [
          [
            '### Metrics',
            '',
            '[Metrics](../operations/metrics.md) says when to alert.',
            '',
            '| metric | kind | |',
            '|---|---|---|',
            ...metrics.map(({ name, kind, help }) => `| \`${name}\` | ${kind} | ${help} |`),
          ],
        ]
      : []),
    ['### Settings', '', ...settingsTable(settings)],
  ]
  return parts.map((lines) => lines.join('\n')).join('\n\n')
}

function routeRow(route: RouteFacts): string {
  return `| \`${nameOf(route)}\` | ${whoOf(route.access)} | ${route.summary ?? ''} |`
}

function whoOf(access: Access): string {
  return 'everybody' in access ? 'everybody' : access.join(', ')
}
