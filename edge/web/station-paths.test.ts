import { expect, test } from 'vitest'
import { accessTable } from '#lib/auth/access-table.ts'
import { STATION_NAMES } from '#lib/station/station-names.ts'
import { stationOfPath } from './station-paths.ts'

// What the front end has of its own at the same path.
const OWN_HERE = new Set(['/robots.txt'])

const routes = STATION_NAMES.filter((station) => station !== 'web').flatMap((station) =>
  Object.keys(accessTable[station]).map((row) => ({ station, path: row.split(' ')[1] ?? '' })),
)

test.each(routes.filter(({ path }) => !OWN_HERE.has(path)))(
  '$path is reached at the front end, and answered by $station',
  ({ station, path }) => {
    expect(stationOfPath(path)).toBe(station)
  },
)

test.each(['/', '/live', '/public/live.js'])('%s is answered by the front end itself', (path) => {
  expect(stationOfPath(path)).toBeUndefined()
})

test.each(['/storehouse', '/kafidx-old', '/v10/events', '//store', '/x/store'])(
  '%s only looks like the path of a station',
  (path) => {
    expect(stationOfPath(path)).toBeUndefined()
  },
)
