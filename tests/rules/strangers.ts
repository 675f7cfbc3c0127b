import { createHash } from 'node:crypto'
import { newId } from '#lib/ids/new-id.ts'
import { aPicture } from '../../apps/images/a-picture.fixture.ts'
import { bulkRows } from './stranger-bulks.ts'
import { channelRows } from './stranger-channels.ts'
import { noticeRows } from './stranger-notices.ts'
import type { StrangerRow, StrangerRows } from './stranger-row.ts'
import { subjectRows } from './stranger-subjects.ts'

/** Every route that a person may call, by station, method and path. */
export const strangers: StrangerRows = {
  ...sessionRows(),
  'accounts POST /accounts/devices': {
    own: () => ({ path: '/accounts/devices', json: { device_id: `phone-${newId()}` } }),
    // It is not a secret that a device is registered.
    attempts: ({ device }) => [{ path: '/accounts/devices', json: { device_id: device }, status: 409 }],
  },
  'accounts GET /accounts/devices': { own: () => ({ path: '/accounts/devices' }) },
  'accounts POST /accounts/devices/:id/rotate': ofDevice('/rotate'),
  'accounts POST /accounts/devices/:id/revoke': ofDevice('/revoke'),
  'accounts DELETE /accounts/devices/:id': ofDevice(''),
  'accounts GET /accounts/people/me/export': {
    own: () => ({ path: '/accounts/people/me/export' }),
    attempts: ({ person }) => [{ path: `/accounts/people/${person}/export`, status: 404 }],
  },
  'accounts DELETE /accounts/people/me': {
    own: ({ password }) => ({ path: '/accounts/people/me', json: { password } }),
    attempts: ({ person, email, password }) => [
      { path: '/accounts/people/me', json: { password, person, email }, status: 403 },
      { path: `/accounts/people/${person}`, json: { password }, status: 403 },
    ],
  },
  ...subjectRows('offers'),
  ...subjectRows('searches'),
  ...bulkRows,
  ...channelRows,
  ...noticeRows,
  'matching GET /matching/blocks': { own: () => ({ path: '/matching/blocks' }) },
  'matching PUT /matching/blocks/:person': {
    own: () => ({ path: '/matching/blocks/somebody' }),
    // Everybody may block anybody; the blocked person is not told.
    attempts: ({ person }) => [{ path: `/matching/blocks/${person}`, status: 204 }],
  },
  'matching DELETE /matching/blocks/:person': {
    own: ({ blocked }) => ({ path: `/matching/blocks/${blocked}` }),
    attempts: ({ blocked }) => [{ path: `/matching/blocks/${blocked}`, status: 204 }],
  },
  'notifications POST /register': {
    own: ({ device }) => ({ path: '/register', json: registration(device, `subscription-${newId()}`) }),
    attempts: (anna, ben) => [
      { path: '/register', json: registration(anna.device, `subscription-${newId()}`), status: 403 },
      // Ben knows the subscription, but cannot register it for himself.
      { path: '/register', json: registration(ben.device, anna.subscription), status: 409 },
    ],
  },
  'notifications GET /mappings': {
    own: () => ({ path: '/mappings' }),
    attempts: ({ device, person }) => [
      { path: `/mappings?cursor=${device.slice(0, -1)}`, status: 200 },
      { path: `/mappings?device=${device}`, status: 200 },
      { path: `/mappings?user=${person}`, status: 403 },
    ],
  },
  'notifications GET /mappings/:device': ofMapping(),
  'notifications PATCH /mappings/:device': ofMapping({ locale: 'de' }),
  'notifications DELETE /mappings/:device': ofMapping(),
  'notifications POST /mappings/:device/test': {
    own: ({ device }) => ({ path: `/mappings/${device}/test` }),
    attempts: ({ device }) => [{ path: `/mappings/${device}/test`, status: 404 }],
  },
  'notifications GET /deliveries': {
    own: () => ({ path: '/deliveries' }),
    attempts: ({ person }) => [{ path: `/deliveries?user=${person}`, status: 403 }],
  },
  'images POST /assets': {
    own: async () => ({ path: '/assets', body: await aPicture({ height: 99 }) }),
    // Ben may upload the same picture; he gets a reference of his own.
    attempts: ({ pictureBytes }) => [{ path: '/assets', body: pictureBytes, status: 201 }],
  },
  'images PUT /assets/:sha256': {
    own: async () => putOf(await aPicture({ height: 98 })),
    attempts: ({ pictureBytes }) => [{ ...putOf(pictureBytes), status: 201 }],
  },
  'images GET /assets': {
    own: () => ({ path: '/assets' }),
    attempts: ({ person }) => [{ path: `/assets?owner=${person}`, status: 403 }],
  },
  'images GET /assets/available/:sha256': {
    own: ({ pictureBytes }) => ({ path: `/assets/available/${sha256Of(pictureBytes)}` }),
    attempts: ({ pictureBytes, person }) => [
      { path: `/assets/available/${sha256Of(pictureBytes)}`, status: 404 },
      { path: `/assets/available/${sha256Of(pictureBytes)}?owner=${person}`, status: 403 },
    ],
  },
  'images DELETE /assets/:id': {
    own: ({ picture }) => ({ path: `/assets/${picture}` }),
    attempts: ({ picture, person }) => [
      { path: `/assets/${picture}`, status: 404 },
      { path: `/assets/${picture}?owner=${person}`, status: 404 },
    ],
  },
}

function putOf(body: Uint8Array) {
  return { path: `/assets/${sha256Of(body)}`, body }
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

function registration(device: string, subscription: string) {
  return { device_id: device, channel: 'log', subscription_id: subscription }
}

function ofDevice(rest: string): StrangerRow {
  return {
    own: ({ device }) => ({ path: `/accounts/devices/${device}${rest}` }),
    attempts: ({ device }) => [{ path: `/accounts/devices/${device}${rest}`, status: 404 }],
  }
}

function ofMapping(json?: Readonly<Record<string, string>>): StrangerRow {
  const headers = { 'content-type': 'application/merge-patch+json' }
  const body = json !== undefined && { json, headers }
  return {
    own: ({ device }) => ({ path: `/mappings/${device}`, ...body }),
    attempts: ({ device }) => [{ path: `/mappings/${device}`, ...body, status: 404 }],
  }
}

/** The routes that read the session themselves. */
function sessionRows(): StrangerRows {
  const auth = '/accounts/auth'
  const change = { newPassword: 'a password of another' }
  return {
    'accounts GET /accounts/auth/get-session': { own: () => ({ path: `${auth}/get-session` }) },
    'accounts GET /accounts/auth/list-sessions': { own: () => ({ path: `${auth}/list-sessions` }) },
    'accounts POST /accounts/auth/sign-out': { own: () => ({ path: `${auth}/sign-out` }) },
    'accounts POST /accounts/auth/revoke-session': {
      own: ({ session }) => ({ path: `${auth}/revoke-session`, json: { token: bare(session) } }),
      // The same answer as for an unknown session.
      attempts: ({ session }) => [
        { path: `${auth}/revoke-session`, json: { token: bare(session) }, status: 200 },
        { path: `${auth}/revoke-session`, json: { token: session }, status: 200 },
      ],
    },
    'accounts POST /accounts/auth/revoke-other-sessions': {
      own: () => ({ path: `${auth}/revoke-other-sessions` }),
    },
    'accounts POST /accounts/auth/change-password': {
      own: ({ password }) => ({
        path: `${auth}/change-password`,
        json: { ...change, currentPassword: password },
      }),
      attempts: ({ password }) => [
        { path: `${auth}/change-password`, json: { ...change, currentPassword: password }, status: 400 },
      ],
    },
    'accounts POST /accounts/tokens': {
      own: () => ({ path: '/accounts/tokens', json: { audience: 'storage' } }),
    },
  }
}

/** A session token without its signature, as in the list of sessions. */
function bare(session: string): string {
  return session.split('.')[0] ?? ''
}
