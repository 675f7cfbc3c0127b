import { expect, test } from 'vitest'
import { accessTable } from '#lib/auth/access-table.ts'
import { ROLES } from '#lib/auth/caller.ts'
import { STATION_NAMES } from '#lib/station/station-names.ts'

const rows = Object.entries(accessTable).flatMap(([station, routes]) =>
  Object.entries(routes).map(([route, roles]) => ({ station, route, roles })),
)

test('the table has every station, and no other', () => {
  expect(Object.keys(accessTable).toSorted()).toEqual([...STATION_NAMES].toSorted())
})

test.each(rows)(
  '$station: $route names a method and a path, and known roles, each once',
  ({ route, roles }) => {
    expect(route).toMatch(/^(GET|POST|PUT|PATCH|DELETE|OPTIONS) \/\S*$/u)
    expect(roles.length).toBeGreaterThan(0)
    expect(new Set(roles).size).toBe(roles.length)
    expect(ROLES).toEqual(expect.arrayContaining([...roles]))
    // Nobody needs to be named beside "public", which is everybody.
    expect(roles.includes('public') ? roles : ['public']).toEqual(['public'])
  },
)

test('nothing of others is written without a person, a service or an admin, but for what stations take from everybody', () => {
  const open = rows.filter(({ route, roles }) => !/^(GET|OPTIONS) /u.test(route) && roles.includes('public'))
  expect(open.map(({ station, route }) => `${station} ${route}`)).toEqual([
    'accounts POST /accounts/dev-login',
    // These ask for a session, a password, or the link in a mail themselves.
    'accounts POST /accounts/auth/sign-up/email',
    'accounts POST /accounts/auth/sign-in/email',
    'accounts POST /accounts/auth/sign-out',
    'accounts POST /accounts/auth/send-verification-email',
    'accounts POST /accounts/auth/request-password-reset',
    'accounts POST /accounts/auth/reset-password',
    'accounts POST /accounts/auth/revoke-session',
    'accounts POST /accounts/auth/revoke-other-sessions',
    'accounts POST /accounts/auth/change-password',
    'accounts POST /accounts/tokens',
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
  ])
})
