import { expect, test } from 'vitest'
import { accessTable } from '#lib/auth/access-table.ts'
import { STATION_NAMES } from '#lib/station/station-names.ts'
import { stationOf, stationOfPath } from './station-paths.ts'

// What the front end has of its own at the same path.
const OWN_HERE = new Set(['/robots.txt', '/'])

const routes = STATION_NAMES.filter((station) => station !== 'web').flatMap((station) =>
  Object.keys(accessTable[station]).map((row) => ({ station, path: row.split(' ')[1] ?? '' })),
)

test.each(routes.filter(({ path }) => !OWN_HERE.has(path)))(
  '$path is reached at the front end, and answered by $station',
  ({ station, path }) => {
    expect(stationOfPath(path)).toBe(station)
  },
)

test.each([
  ['/?id=phone-1&lat=52.5&lon=13.4', 'tracker'],
  ['/?deviceid=phone-1&lat=52.5', 'tracker'],
  ['/?id=phone-1', undefined],
  ['/?lat=52.5', undefined],
  ['/', undefined],
  ['/live?id=phone-1&lat=52.5', undefined],
  ['/osmand?id=phone-1&lat=52.5', 'tracker'],
  ['/store/offers?id=1&lat=2', 'storage'],
])('%s is answered by %s', (path, station) => {
  expect(stationOf(new URL(path, 'http://localhost'))).toBe(station)
})

test.each(['/', '/live', '/public/live.js'])('%s is answered by the front end itself', (path) => {
  expect(stationOfPath(path)).toBeUndefined()
})

test.each(['/storehouse', '/kafidx-old', '/v10/events', '//store', '/x/store'])(
  '%s only looks like the path of a station',
  (path) => {
    expect(stationOfPath(path)).toBeUndefined()
  },
)
