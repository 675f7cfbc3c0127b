import { settingsTable } from '#lib/config/env-template.ts'
import type { Access } from '#lib/http/access.ts'
import { nameOf, type RouteFacts } from '#lib/http/define-route.ts'
import type { StationName } from '#lib/station/station-names.ts'
import { allApis } from './all-apis.ts'
import { allConsumers } from './all-consumers.ts'
import { allStations } from './all-stations.ts'

const BEGIN = '<!-- written from the code: npx --yes bun@1.4.5 run write:generated -->'
const END = '<!-- end -->'

/**
 * Updates the generated part of the page of a station: its routes, consumer groups and settings. The part is between two
 * comments, which the page must contain.
 *
 * @throws {Error} when the page does not contain these comments.
 */
export function withStationPart(page: string, station: StationName): string {
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)]
  if (begin === -1 || end < begin)
    throw new Error(`Cannot write the page of "${station}": the lines "${BEGIN}" and "${END}" are missing`)
  return `${page.slice(0, begin)}${BEGIN}\n\n${partOf(station)}\n\n${page.slice(end)}`
}

function partOf(station: StationName): string {
  const routes = allApis.find((api) => api.station === station)?.routes ?? []
  const consumers = allConsumers.filter((consumer) => consumer.station === station)
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
