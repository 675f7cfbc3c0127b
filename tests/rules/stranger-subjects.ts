import type { Call, Resident } from './open-town.ts'
import type { StrangerRows } from './stranger-row.ts'

const draft = {
  title: 'Bike',
  keywords: ['bike'],
  region: { circle: { centre: { lat: 52.52, lng: 13.4 }, radiusMeters: 1_000 } },
}

/** The routes of searches or offers: an active subject of another person is answered 403, an inactive one 404. */
export function subjectRows(kind: 'offers' | 'searches'): StrangerRows {
  const path = `/store/${kind}`
  const headers = { 'if-match': '*' }
  const anothers = (rest: string, over: Partial<Call> = {}) => ({
    own: ({ open }: Resident) => ({ path: `${path}/${open[kind]}${rest}`, ...over }),
    attempts: ({ open, hidden }: Resident) => [
      { path: `${path}/${open[kind]}${rest}`, ...over, status: 403 },
      { path: `${path}/${hidden[kind]}${rest}`, ...over, status: 404 },
    ],
  })
  const moving = (device: string) => ({
    ...draft,
    mobile: true,
    device,
    region: { circle: { radiusMeters: 500 } },
  })
  return {
    [`storage GET ${path}`]: {
      own: ({ person }) => ({ path: `${path}?owner=${person}` }),
      attempts: ({ person }) => [
        { path: `${path}?owner=${person}`, status: 200 },
        { path: `${path}?owner=${person}&active=false`, status: 200 },
      ],
    },
    [`storage POST ${path}`]: {
      own: ({ device }) => ({ path, json: moving(device) }),
      attempts: ({ person, device }) => [
        { path, json: { ...draft, owner: person }, status: 403 },
        { path, json: moving(device), status: 403 },
      ],
    },
    [`storage GET ${path}/:id`]: {
      own: ({ hidden }) => ({ path: `${path}/${hidden[kind]}` }),
      attempts: ({ open, hidden }) => [
        { path: `${path}/${open[kind]}`, status: 200 },
        { path: `${path}/${hidden[kind]}`, status: 404 },
      ],
    },
    [`storage PUT ${path}/:id`]: {
      ...anothers('', { json: draft, headers }),
      attempts: (anna, ben) => [
        ...anothers('', { json: draft, headers }).attempts(anna),
        { path: `${path}/${ben.open[kind]}`, json: moving(anna.device), headers, status: 403 },
        { path: `${path}/${ben.open[kind]}`, json: { ...draft, owner: anna.person }, headers, status: 422 },
      ],
    },
    [`storage PATCH ${path}/:id`]: {
      ...anothers('', { json: { title: 'Mine' }, headers }),
      attempts: (anna, ben) => [
        ...anothers('', { json: { title: 'Mine' }, headers }).attempts(anna),
        { path: `${path}/${ben.open[kind]}`, json: moving(anna.device), headers, status: 403 },
        { path: `${path}/${ben.open[kind]}`, json: { owner: anna.person }, headers, status: 422 },
      ],
    },
    [`storage DELETE ${path}/:id`]: anothers(''),
    [`storage POST ${path}/:id/activate`]: anothers('/activate'),
    [`storage POST ${path}/:id/deactivate`]: anothers('/deactivate'),
    [`storage POST ${path}/:id/stage`]: anothers('/stage', { json: { stage: 'settled' } }),
    [`storage POST ${path}/:id/renew`]: anothers('/renew'),
    [`storage POST ${path}/:id/copy`]: anothers('/copy'),
    [`storage POST ${path}/:id/notify`]: anothers('/notify'),
    [`storage GET ${path}/:id/matches`]: anothers('/matches'),
    [`storage GET ${path}/:id/history`]: anothers('/history'),
  }
}
