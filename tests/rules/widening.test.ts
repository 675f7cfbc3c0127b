import { expect, test } from 'vitest'
import { ROLES } from '#lib/auth/caller.ts'
import { STATION_NAMES } from '#lib/station/station-names.ts'
import { filesUnder, textOf } from './repository.ts'
import { accessRows, actRows, stations } from './access-rows.ts'
import { strangers } from './strangers.ts'

/*
 * These lists are written by hand on purpose: a change that opens a route to more people must also change them, so that the
 * reviewer sees it.
 */

const PUBLIC_WRITES = [
  'accounts POST /accounts/dev-login',
  'accounts POST /accounts/auth/sign-up/email',
  'accounts POST /accounts/auth/sign-in/email',
  'accounts POST /accounts/auth/send-code',
  'accounts POST /accounts/auth/sign-in/code',
  'accounts POST /accounts/auth/sign-out',
  'accounts POST /accounts/auth/send-verification-email',
  'accounts POST /accounts/auth/request-password-reset',
  'accounts POST /accounts/auth/reset-password',
  'accounts POST /accounts/auth/revoke-session',
  'accounts POST /accounts/auth/revoke-other-sessions',
  'accounts POST /accounts/auth/change-password',
  'accounts POST /accounts/tokens',
  'notifications POST /hooks/onesignal/:secret',
  'notifications POST /unsubscribe/:token',
  'storage POST /store/reports',
  'storage POST /store/preview',
  'tracker POST /t/*',
  'tracker POST /v1/events',
  'tracker POST /v1/batch',
  'tracker POST /v1/track',
  'tracker POST /v1/identify',
  'tracker POST /v1/page',
  'tracker POST /v1/screen',
  'tracker POST /v1/group',
  'tracker POST /v1/alias',
  'tracker POST /v1/t',
  'tracker POST /v1/i',
  'tracker POST /v1/p',
  'tracker POST /v1/s',
  'tracker POST /v1/g',
  'tracker POST /v1/a',
  'tracker POST /v1/b',
  'tracker POST /v1/import',
  'tracker POST /beacon/v1/batch',
  'tracker POST /owntracks',
  'tracker POST /overland',
  'tracker POST /osmand',
  'tracker POST /',
  'web POST /language',
]

const PUBLIC_READS = [
  'accounts GET /accounts/auth/get-session',
  'accounts GET /accounts/auth/list-sessions',
  'accounts GET /accounts/auth/verify-email',
  'accounts GET /accounts/jwks.json',
  'accounts GET /accounts/docs',
  'accounts GET /accounts/docs/:file',
  'accounts GET /accounts/openapi.json',
  'accounts GET /accounts/public/:file',
  'images GET /assets/:id',
  'images GET /assets/:id/:file',
  'images GET /images/docs',
  'images GET /images/docs/:file',
  'images GET /images/openapi.json',
  'images GET /images/public/:file',
  'kafidx GET /kafidx/public/:file',
  'matching GET /matching/docs',
  'matching GET /matching/docs/:file',
  'matching GET /matching/openapi.json',
  'notifications GET /notifications/docs',
  'notifications GET /notifications/docs/:file',
  'notifications GET /notifications/openapi.json',
  'notifications GET /notifications/public/:file',
  'notifications GET /unsubscribe/:token',
  'notifications GET /vapid',
  'offers GET /offers/docs',
  'offers GET /offers/docs/:file',
  'offers GET /offers/openapi.json',
  'offers GET /offers/public/:file',
  'offers GET /sidekiq',
  'storage GET /store/geo',
  'storage GET /store/keywords',
  'storage GET /store/offers',
  'storage GET /store/offers/:id',
  'storage GET /store/docs',
  'storage GET /store/docs/:file',
  'storage GET /store/openapi.json',
  'storage GET /store/places',
  'storage GET /store/public/:file',
  'storage GET /store/reports/:id',
  'storage GET /store/searches',
  'storage GET /store/searches/:id',
  'tracker GET /',
  'tracker OPTIONS /beacon/*',
  'tracker GET /osmand',
  'tracker GET /robots.txt',
  'tracker GET /t/*',
  'tracker OPTIONS /t/*',
  'tracker OPTIONS /v1/*',
  'web GET /',
  'web GET /account',
  'web GET /confirmed',
  'web GET /devices',
  'web GET /live',
  'web GET /matches/:id',
  'web GET /public/:file',
  'web GET /push-worker.js',
  'web GET /reset-password',
  'web GET /sign-in',
  'web GET /sign-up',
]

const ACTS = [
  'accounts DELETE /accounts/devices/:id',
  'accounts POST /accounts/devices/:id/revoke',
  'accounts POST /accounts/devices/:id/rotate',
  'accounts DELETE /accounts/people/:person',
  'accounts DELETE /accounts/people/me',
  'accounts PUT /accounts/roles',
  'accounts POST /accounts/write-keys',
  'accounts DELETE /accounts/write-keys/:key',
  'images DELETE /assets/:id',
  'images POST /assets/:id/removal',
  'notifications DELETE /mappings/:device',
  'notifications DELETE /preferences/:user/mutes',
  'notifications PATCH /mappings/:device',
  'notifications PATCH /preferences/:user',
  'notifications POST /deliveries/:id/retry',
  'notifications POST /mappings/:device/clone',
  'notifications POST /mappings/:device/test',
  'notifications POST /notify',
  'notifications POST /preferences/:user/mutes',
  'notifications POST /send',
  'notifications PUT /preferences/:user',
  'offers POST /jobs/:id/run',
  'offers POST /runs/:id/approve',
  'offers POST /runs/:id/cancel',
  'storage DELETE /store/bulk/offers/:owner',
  'storage PUT /store/bulk/offers/:owner',
  'storage PUT /store/forbidden',
  'storage POST /store/offers',
  'storage DELETE /store/offers/:id',
  'storage PUT /store/offers/:id',
  'storage PATCH /store/offers/:id',
  'storage POST /store/offers/:id/activate',
  'storage POST /store/offers/:id/copy',
  'storage POST /store/offers/:id/deactivate',
  'storage POST /store/offers/:id/hide',
  'storage POST /store/offers/:id/match',
  'storage POST /store/offers/:id/notify',
  'storage POST /store/offers/:id/renew',
  'storage POST /store/offers/:id/show',
  'storage POST /store/offers/:id/stage',
  'storage POST /store/reports/:id/decide',
  'storage POST /store/searches',
  'storage DELETE /store/searches/:id',
  'storage PUT /store/searches/:id',
  'storage PATCH /store/searches/:id',
  'storage POST /store/searches/:id/activate',
  'storage POST /store/searches/:id/copy',
  'storage POST /store/searches/:id/deactivate',
  'storage POST /store/searches/:id/hide',
  'storage POST /store/searches/:id/match',
  'storage POST /store/searches/:id/notify',
  'storage POST /store/searches/:id/renew',
  'storage POST /store/searches/:id/show',
  'storage POST /store/searches/:id/stage',
]

const named = (rows: readonly { station: string; route: string }[]) =>
  rows.map(({ station, route }) => `${station} ${route}`).toSorted()

const publicRows = accessRows.filter(({ roles }) => roles.includes('public'))

test('everybody may write with these routes only', () => {
  expect(named(publicRows.filter(({ route }) => !/^(?:GET|OPTIONS) /u.test(route)))).toEqual(
    PUBLIC_WRITES.toSorted(),
  )
})

test('everybody may read with these routes only', () => {
  expect(named(publicRows.filter(({ route }) => /^(?:GET|OPTIONS) /u.test(route)))).toEqual(
    PUBLIC_READS.toSorted(),
  )
})

test('operators and the admin may change things with these routes only', () => {
  expect(named(actRows)).toEqual(ACTS.toSorted())
})

test('every station has its API in the list', () => {
  expect(stations.toSorted()).toEqual(STATION_NAMES.toSorted())
})

test.each(accessRows)('$station: $route names a method and a path, and known roles, each once', (row) => {
  const { route, roles, access } = row
  expect(route).toMatch(/^(?:GET|POST|PUT|PATCH|DELETE|OPTIONS) \/\S*$/u)
  expect(new Set(roles).size).toBe(roles.length)
  expect(ROLES).toEqual(expect.arrayContaining([...roles]))
  if ('everybody' in access) expect(access.everybody).toMatch(/\w{3}/u)
})

test('routes for own things only are tested with things of others', () => {
  const own = accessRows.filter(({ access }) => !('everybody' in access) && access.includes('own'))
  const known = new Set(Object.keys(strangers))
  expect(named(own).filter((name) => !known.has(name))).toEqual([])
  // A route with a thing in its path can be called with the thing of another person.
  const naming = named(own).filter((name) => name.includes(':'))
  expect(naming.filter((name) => strangers[name]?.attempts === undefined)).toEqual([])
})

const routeFiles = filesUnder('apps', 'edge', 'workers').filter(
  (path) => /\/routes\/[\w-]+\.tsx?$/u.test(path) && /\bdefine\w*Route\(/u.test(textOf(path)),
)

test.each(routeFiles)('%s is in the list of its station', (path) => {
  const folder = path.slice(0, path.indexOf('/routes/'))
  const list = `${folder}/${folder === 'edge/tracker' ? 'tracker-routes' : 'api'}.ts`
  expect(textOf(list)).toContain(`from './${path.slice(folder.length + 1)}'`)
})
