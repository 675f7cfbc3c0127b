import { answerOne, answerPixel } from '../answer.ts'
import { readQueryEvent } from '../envelopes/query.ts'
import {
  defineTrackerRoute,
  FROM_EVERYBODY,
  type TrackerPorts,
  type TrackerRoute,
} from '../define-tracker-route.ts'
import type { Answer } from '../timed.ts'
import { readTrackUrl } from './track-url.ts'

/**
 * `GET|HEAD /t/…/<type>?…`: one event. The last path segment is its type, the query is its params, unchanged. If the segment ends
 * in `.gif`, the answer is a picture, and the type is the part before `.gif`.
 */
export function trackGet(path: string): TrackerRoute {
  return defineTrackerRoute({ method: 'get', path, access: FROM_EVERYBODY, open: openTrackGet })
}

function openTrackGet({ intake, limits: { queryBytesMax } }: TrackerPorts): Answer {
  return async (c) => {
    const { type, query, isPixel } = readTrackUrl(c.req.raw.url, queryBytesMax)
    const taken = await intake.take(
      { request: c.req.raw, peerIp: c.env.peerIp, protocol: isPixel ? 'pixel' : 'get' },
      [readQueryEvent(type, query)],
    )
    return isPixel ? answerPixel(taken) : answerOne(taken)
  }
}
