import { expect, test } from 'vitest'
import { stationOf, stationOfPath } from './station-paths.ts'

test.each([
  ['GET /?id=phone-1&lat=52.5&lon=13.4', 'tracker'],
  ['GET /?deviceid=phone-1&lat=52.5', 'tracker'],
  ['GET /?id=phone-1&location=52.5,13.4', 'tracker'],
  ['POST /?id=phone-1&lat=52.5&lon=13.4', 'tracker'],
  ['POST /', 'tracker'],
  ['GET /?id=phone-1', undefined],
  ['GET /?lat=52.5', undefined],
  ['GET /', undefined],
  ['HEAD /', undefined],
  ['GET /live?id=phone-1&lat=52.5', undefined],
  ['GET /osmand?id=phone-1&lat=52.5', 'tracker'],
  ['POST /osmand', 'tracker'],
  ['GET /store/offers?id=1&lat=2', 'storage'],
])('%s is answered by %s', (call, station) => {
  const [method = '', path = ''] = call.split(' ')
  expect(stationOf(method, new URL(path, 'http://localhost'))).toBe(station)
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
