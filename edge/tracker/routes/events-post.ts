import { parseExactJson } from '#lib/http/parse-exact-json.ts'
import { decodeText } from '#lib/http/read-json.ts'
import { defineTrackerRoute, FROM_EVERYBODY, type Parts } from '../define-tracker-route.ts'
import { answerOne } from '../answer.ts'
import { isBinaryCloudEvent, readBinaryCloudEvent } from '../envelopes/cloud-events.ts'
import { EVENT_FORMS } from '../envelopes/event-forms.ts'
import { chooseForm } from '../envelopes/forms.ts'
import { mediaTypeOf } from '../envelopes/media-type.ts'
import type { RawEvent, Refusal } from '../read-event.ts'
import type { Answer } from '../timed.ts'

// Prefix of the types of CloudEvents in structured mode. It takes precedence over the headers of binary mode.
const STRUCTURED = 'application/cloudevents'

/** `POST /v1/events`: one event, plain, as a Segment message, or as a CloudEvent of either mode; answers its id. */
export const eventsPost = defineTrackerRoute({
  method: 'post',
  path: '/v1/events',
  access: FROM_EVERYBODY,
  open: openEventsPost,
})

function openEventsPost({ intake, limits: { jsonDepthMax }, bodies }: Parts): Answer {
  const formOf = chooseForm(EVENT_FORMS)

  async function read(request: Request): Promise<RawEvent | Refusal> {
    const { headers } = request
    if (isBinaryCloudEvent(headers) && !mediaTypeOf(headers.get('content-type')).startsWith(STRUCTURED)) {
      const body = await bodies.event.whole(request)
      return readBinaryCloudEvent({ headers, body, depthMax: jsonDepthMax })
    }
    const form = formOf(request)
    return form.read(parseExactJson(decodeText(await bodies.event.whole(request)), jsonDepthMax))
  }

  return async (c) => {
    const event = await read(c.req.raw)
    const taken = await intake.take({ request: c.req.raw, peerIp: c.env.peerIp, protocol: 'event' }, [event])
    return answerOne(taken, true)
  }
}
