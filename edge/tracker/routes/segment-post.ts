import { parseExactJson } from '#lib/http/parse-exact-json.ts'
import { decodeText } from '#lib/http/read-json.ts'
import { answerOne } from '../answer.ts'
import { chooseForm } from '../envelopes/forms.ts'
import { SEGMENT_TYPES } from '../envelopes/media-type.ts'
import { readSegmentMessage, type SegmentCall, SEGMENT_PATHS } from '../envelopes/segment.ts'
import { defineTrackerRoute, FROM_EVERYBODY, type Parts } from '../define-tracker-route.ts'
import type { Answer } from '../timed.ts'

/** `POST /v1/<call>`: one message of a Segment client. The path names its kind. Answers its id. */
export const segmentRoutes = SEGMENT_PATHS.map(([path, call]) =>
  defineTrackerRoute({
    method: 'post',
    path,
    access: FROM_EVERYBODY,
    open: (ports) => openSegment(ports, call),
  }),
)

function openSegment({ intake, limits: { jsonDepthMax }, bodies }: Parts, call: SegmentCall): Answer {
  const checkType = chooseForm([{ mediaTypes: SEGMENT_TYPES }])
  return async (c) => {
    checkType(c.req.raw)
    const body = parseExactJson(decodeText(await bodies.event.whole(c.req.raw)), jsonDepthMax)
    const taken = await intake.take({ request: c.req.raw, peerIp: c.env.peerIp, protocol: 'segment' }, [
      readSegmentMessage(call, body),
    ])
    return answerOne(taken, true)
  }
}
