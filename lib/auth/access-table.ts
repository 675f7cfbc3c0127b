import type { Role } from '#lib/auth/caller.ts'
import type { StationName } from '#lib/station/station-names.ts'

/** Who may call which route: `METHOD path` as the station declares it, and the roles; `public` lets everybody in. */
export type AccessRows = Readonly<Record<string, readonly Role[]>>

/** The one table of who may do what. A route that is not in it is closed to everybody, and fails a test. */
export const accessTable: Readonly<Record<StationName, AccessRows>> = {
  accounts: {
    'GET /accounts/openapi.json': ['public'],
    'GET /accounts/jwks.json': ['public'],
    'POST /accounts/dev-login': ['public'],
    // These look at the session themselves.
    'POST /accounts/auth/sign-up/email': ['public'],
    'POST /accounts/auth/sign-in/email': ['public'],
    'POST /accounts/auth/sign-out': ['public'],
    'GET /accounts/auth/verify-email': ['public'],
    'POST /accounts/auth/send-verification-email': ['public'],
    'POST /accounts/auth/request-password-reset': ['public'],
    'POST /accounts/auth/reset-password': ['public'],
    'GET /accounts/auth/get-session': ['public'],
    'GET /accounts/auth/list-sessions': ['public'],
    'POST /accounts/auth/revoke-session': ['public'],
    'POST /accounts/auth/revoke-other-sessions': ['public'],
    'POST /accounts/auth/change-password': ['public'],
    'POST /accounts/tokens': ['public'],
    'PUT /accounts/roles': ['admin'],
    'POST /accounts/devices': ['person'],
    'GET /accounts/devices': ['person'],
    'GET /accounts/devices/:id/owner': ['service'],
    'POST /accounts/devices/:id/rotate': ['person', 'admin'],
    'POST /accounts/devices/:id/revoke': ['person', 'admin'],
    'DELETE /accounts/devices/:id': ['person', 'admin'],
    'GET /accounts/revoked-keys': ['service'],
    'POST /accounts/write-keys': ['admin'],
    'GET /accounts/write-keys': ['service', 'operate', 'admin'],
    'DELETE /accounts/write-keys/:key': ['admin'],
    'GET /accounts/audit': ['operate', 'admin'],
    'GET /accounts/erased': ['service'],
    'GET /accounts/ended-sessions': ['service'],
    'GET /accounts/people/me/export': ['person', 'operate', 'admin'],
    'DELETE /accounts/people/me': ['person', 'operate', 'admin'],
    'DELETE /accounts/people/:person': ['admin'],
  },
  tracker: {
    'GET /t/*': ['public'],
    'POST /t/*': ['public'],
    'POST /v1/events': ['public'],
    'POST /v1/batch': ['public'],
    'POST /v1/track': ['public'],
    'POST /v1/identify': ['public'],
    'POST /v1/page': ['public'],
    'POST /v1/screen': ['public'],
    'POST /v1/group': ['public'],
    'POST /v1/alias': ['public'],
    'POST /v1/t': ['public'],
    'POST /v1/i': ['public'],
    'POST /v1/p': ['public'],
    'POST /v1/s': ['public'],
    'POST /v1/g': ['public'],
    'POST /v1/a': ['public'],
    'POST /v1/b': ['public'],
    'POST /v1/import': ['public'],
    'POST /beacon/v1/batch': ['public'],
    'POST /v1/ingest': ['service'],
    'POST /owntracks': ['public'],
    'POST /overland': ['public'],
    'GET /osmand': ['public'],
    'POST /osmand': ['public'],
    'GET /': ['public'],
    'POST /': ['public'],
    'GET /robots.txt': ['public'],
    'OPTIONS /t/*': ['public'],
    'OPTIONS /v1/*': ['public'],
    'OPTIONS /beacon/*': ['public'],
  },
  enrich: {},
  storage: {
    ...subjectRows('offers'),
    ...subjectRows('searches'),
    ...personRows('/store'),
    ...releaseRows('/store'),
    'GET /store/openapi.json': ['public'],
  },
  matching: {
    'GET /matching/openapi.json': ['public'],
    'GET /matching/matches/:subject': ['service'],
    'GET /matching/recent': ['service'],
    'GET /matching/blocks': ['person'],
    'PUT /matching/blocks/:person': ['person'],
    'DELETE /matching/blocks/:person': ['person'],
    'POST /matching/blocks/between': ['service'],
    ...personRows('/matching'),
    ...releaseRows('/matching'),
  },
  notifications: {
    'GET /notifications/openapi.json': ['public'],
    'POST /register': ['person'],
    'GET /mappings': ['person', 'service', 'operate', 'admin'],
    'GET /mappings/:device': ['person', 'service', 'operate', 'admin'],
    'DELETE /mappings/:device': ['person', 'service', 'admin'],
    'GET /deliveries': ['person', 'service', 'operate', 'admin'],
    'GET /notifications/channels': ['operate', 'admin'],
    ...personRows('/deliveries'),
    ...releaseRows('/deliveries'),
  },
  images: {
    'GET /images/openapi.json': ['public'],
    'POST /assets': ['person', 'service'],
    'GET /assets/:id/:file': ['public'],
    'DELETE /assets/:id': ['person', 'service', 'admin'],
    ...personRows('/images'),
  },
  offers: {
    'GET /offers/openapi.json': ['public'],
    'GET /jobs': ['operate', 'admin'],
    'GET /jobs/:id/runs': ['operate', 'admin'],
    'POST /jobs/:id/run': ['service', 'admin'],
    'GET /runs/:id': ['operate', 'admin'],
    'POST /runs/:id/cancel': ['operate', 'admin'],
    'POST /runs/:id/approve': ['operate', 'admin'],
    'GET /sidekiq': ['public'],
  },
  actions: {
    'GET /actions': ['operate', 'admin'],
  },
  statistics: {
    'GET /statistics/:counter': ['service', 'operate', 'admin'],
  },
  kafidx: {
    'GET /kafidx': ['operate', 'admin'],
    'GET /kafidx/tail': ['operate', 'admin'],
    'GET /kafidx/live': ['service', 'operate', 'admin'],
    'GET /kafidx/public/:file': ['public'],
    'GET /consumers': ['operate', 'admin'],
  },
  web: {
    'GET /': ['public'],
    'GET /live': ['public'],
    'GET /matches/:id': ['public'],
    'GET /public/:file': ['public'],
    'GET /sign-up': ['public'],
    'GET /confirmed': ['public'],
    'GET /sign-in': ['public'],
    'GET /reset-password': ['public'],
    'GET /account': ['public'],
    'GET /devices': ['public'],
  },
}

/** How accounts exports and erases what a station keeps of people; see `addPersonRoutes()`. */
function personRows(base: string): AccessRows {
  return { [`GET ${base}/people/:person`]: ['service'], [`DELETE ${base}/people/:person`]: ['service'] }
}

function releaseRows(base: string): AccessRows {
  return { [`DELETE ${base}/people/:person/devices/:device`]: ['service'] }
}

function subjectRows(kind: 'offers' | 'searches'): AccessRows {
  const path = `/store/${kind}`
  return {
    [`GET ${path}`]: ['public'],
    [`POST ${path}`]: ['person', 'service', 'admin'],
    [`GET ${path}/:id`]: ['public'],
    [`PUT ${path}/:id`]: ['person', 'service', 'admin'],
    [`DELETE ${path}/:id`]: ['person', 'service', 'admin'],
    [`POST ${path}/:id/activate`]: ['person', 'service', 'admin'],
    [`POST ${path}/:id/deactivate`]: ['person', 'service', 'admin'],
    [`POST ${path}/:id/notify`]: ['person', 'service', 'admin'],
    [`GET ${path}/:id/matches`]: ['person', 'service', 'admin'],
  }
}
