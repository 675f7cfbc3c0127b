import { readQuery } from '#lib/http/read-query.ts'
import { answerOne, answerPixel } from '../answer.ts'
import { mergedParams, readBeaconBody } from '../envelopes/beacon.ts'
import { readFieldsEvent } from '../envelopes/query.ts'
import { defineTrackerRoute, FROM_EVERYBODY, type Parts, type TrackerRoute } from '../define-tracker-route.ts'
import type { Answer } from '../timed.ts'
import { readTrackUrl } from './track-url.ts'

/**
 * `POST /t/…/<type>?…`: the same event as by GET, for `navigator.sendBeacon()`, which can only post. Fields of the body are added to
 * those of the query.
 */
export function trackPost(path: string): TrackerRoute {
  return defineTrackerRoute({ method: 'post', path, access: FROM_EVERYBODY, open: openTrackPost })
}

function openTrackPost({ intake, limits: { queryBytesMax, jsonDepthMax }, bodies }: Parts): Answer {
  return async (c) => {
    const { raw } = c.req
    const { type, query, isPixel } = readTrackUrl(raw.url, queryBytesMax)
    const body = await readBeaconBody({
      bytes: await bodies.event.whole(raw),
      contentType: raw.headers.get('content-type'),
      depthMax: jsonDepthMax,
    })
    const event = readFieldsEvent(type, mergedParams(readQuery(query), body))
    const taken = await intake.take({ request: raw, peerIp: c.env.peerIp, protocol: 'post' }, [
      { ...event, writeKey: body['writeKey'] },
    ])
    return isPixel ? answerPixel(taken) : answerOne(taken)
  }
}
