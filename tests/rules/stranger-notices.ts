import { newId } from '#lib/ids/new-id.ts'
import type { Call, Resident } from './open-town.ts'
import type { StrangerRows } from './stranger-row.ts'

const PATCH = { 'if-match': '*', 'content-type': 'application/merge-patch+json' }

/** The routes of inboxes, of preferences, and of why something rang. */
export const noticeRows: StrangerRows = {
  'notifications GET /inbox': { own: () => ({ path: '/inbox' }) },
  'notifications GET /inbox/count': { own: () => ({ path: '/inbox/count' }) },
  'notifications GET /inbox/live': { own: () => ({ path: '/inbox/live' }) },
  'notifications POST /inbox/read': {
    own: ({ note }) => ({ path: '/inbox/read', json: { ids: [note] } }),
    // The same answer as for an unknown item.
    attempts: ({ note }) => [{ path: '/inbox/read', json: { ids: [note] }, status: 204 }],
  },
  'notifications DELETE /inbox/:id': {
    own: ({ note }) => ({ path: `/inbox/${note}` }),
    attempts: ({ note }) => [
      { path: `/inbox/${note}`, status: 404 },
      { path: `/inbox/${newId()}`, status: 404 },
    ],
  },
  'notifications GET /deliveries/:id/why': {
    own: ({ delivery }) => ({ path: `/deliveries/${delivery}/why` }),
    attempts: ({ delivery }) => [
      { path: `/deliveries/${delivery}/why`, status: 404 },
      { path: `/deliveries/${newId()}/why`, status: 404 },
    ],
  },
  'notifications GET /preferences/:user': ofPreferences(''),
  'notifications GET /preferences/:user/rings': ofPreferences('/rings'),
  'notifications PUT /preferences/:user': ofPreferences('', {
    json: { mode: 'daily' },
    headers: { 'if-match': '*' },
  }),
  'notifications PATCH /preferences/:user': ofPreferences('', { json: { mode: 'daily' }, headers: PATCH }),
  'notifications POST /preferences/:user/mutes': ofPreferences('/mutes', { json: { all: true } }),
  'notifications DELETE /preferences/:user/mutes': ofPreferences('/mutes?all=true'),
}

function ofPreferences(rest: string, over: Partial<Call> = {}) {
  return {
    own: ({ person }: Resident) => ({ path: `/preferences/${person}${rest}`, ...over }),
    attempts: ({ person }: Resident) => [{ path: `/preferences/${person}${rest}`, ...over, status: 403 }],
  }
}
