import { newId } from '#lib/ids/new-id.ts'
import type { Call, Resident } from './open-town.ts'
import type { StrangerRows } from './stranger-row.ts'

const path = '/store/channels'

/** The routes of channels: what belongs to other people is answered as if it did not exist. */
export const channelRows: StrangerRows = {
  [`storage GET ${path}`]: { own: () => ({ path }) },
  [`storage GET ${path}/live`]: { own: () => ({ path: `${path}/live` }) },
  [`storage POST ${path}`]: {
    own: ({ match }) => ({ path, json: { match } }),
    attempts: ({ match }) => [{ path, json: { match }, status: 404 }],
  },
  [`storage GET ${path}/:id`]: ofChannel(''),
  [`storage POST ${path}/:id/leave`]: ofChannel('/leave'),
  [`storage POST ${path}/:id/read`]: ofChannel('/read', { json: { seq: 1 } }),
  [`storage GET ${path}/:id/messages`]: ofChannel('/messages'),
  [`storage POST ${path}/:id/messages`]: ofChannel('/messages', { json: { text: 'Hello' } }),
  [`storage GET ${path}/:id/messages/:message`]: ofMessage(),
  [`storage PUT ${path}/:id/messages/:message`]: ofMessage({
    json: { text: 'Good day' },
    headers: { 'if-match': '*' },
  }),
  [`storage DELETE ${path}/:id/messages/:message`]: ofMessage(),
}

function ofChannel(rest: string, over: Partial<Call> = {}) {
  return {
    own: ({ match }: Resident) => ({ path: `${path}/${match}${rest}`, ...over }),
    attempts: ({ match }: Resident) => [{ path: `${path}/${match}${rest}`, ...over, status: 404 }],
  }
}

function ofMessage(over: Partial<Call> = {}) {
  return {
    own: ({ match, message }: Resident) => ({ path: `${path}/${match}/messages/${message}`, ...over }),
    attempts: (anna: Resident, ben: Resident) =>
      [
        [anna.match, anna.message],
        [ben.match, anna.message],
        [anna.match, newId()],
      ].map(([channel, message]) => ({
        path: `${path}/${channel}/messages/${message}`,
        ...over,
        status: 404,
      })),
  }
}
