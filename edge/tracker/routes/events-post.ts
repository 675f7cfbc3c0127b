import { readJson } from '#lib/http/read-json.ts'
import { answerOne } from '../answer.ts'
import type { TrackerLimits } from '../options.ts'
import type { Intake } from '../intake.ts'
import { readRawEvent } from '../read-envelope.ts'
import type { Answer } from '../timed.ts'

/** `POST /v1/events`: one event as JSON, plain or a CloudEvent in structured mode; answers its id. */
export function postEvent(intake: Intake, { eventBytesMax, jsonDepthMax }: TrackerLimits): Answer {
  return async (c) => {
    const body = await readJson(c.req.raw, { bytesMax: eventBytesMax, depthMax: jsonDepthMax })
    const taken = await intake.take({ request: c.req.raw, peerIp: c.env.peerIp, protocol: 'event' }, [
      readRawEvent(body),
    ])
    return answerOne(taken, true)
  }
}
