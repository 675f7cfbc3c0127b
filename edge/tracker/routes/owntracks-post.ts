import { ackHeaders } from '../answer.ts'
import type { Parts } from '../parts.ts'
import { basicOf } from '../protocols/credentials.ts'
import { readOwntracks } from '../protocols/owntracks.ts'
import { jsonReader, readPhoneBody } from '../protocols/read-phone-body.ts'
import type { Answer } from '../timed.ts'

/** `POST /owntracks`: a message of OwnTracks in HTTP mode; the user is the device, the password its key. */
export function postOwntracks({ intake, limits, bodies }: Parts): Answer {
  return async (c) => {
    const { headers } = c.req.raw
    const credentials = basicOf(headers.get('authorization') ?? '')
    const device = credentials?.user ?? headers.get('x-limit-u') ?? undefined
    const { events, unreadable } = await readPhoneBody(
      c.req.raw,
      bodies.event,
      jsonReader(limits.jsonDepthMax, (value) => readOwntracks(value, device)),
    )
    const phone = { deviceKey: credentials?.password, unreadable }
    const taken = await intake.take(
      { request: c.req.raw, peerIp: c.env.peerIp, protocol: 'owntracks', phone },
      events,
    )
    return new Response('[]', { headers: ackHeaders(taken) })
  }
}
