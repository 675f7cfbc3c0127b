import { ackHeaders } from '../answer.ts'
import type { Parts } from '../parts.ts'
import { bearerOf } from '../protocols/credentials.ts'
import { readOverland } from '../protocols/overland.ts'
import { jsonReader, readPhoneBody } from '../protocols/read-phone-body.ts'
import type { Answer } from '../timed.ts'

// Overland looks for exactly this, and keeps its batch otherwise.
const TAKEN = '{"result":"ok"}'

/** `POST /overland`: a batch of Overland; its token is the device key. */
export function postOverland({ intake, limits, bodies }: Parts): Answer {
  const { batchEventsMax, jsonDepthMax } = limits
  // The batch wraps its features in an array within an object: two levels more than one event has.
  const readBatch = jsonReader(jsonDepthMax + 2, (value) => readOverland(value, batchEventsMax))
  return async (c) => {
    const { events, unreadable } = await readPhoneBody(c.req.raw, bodies.batch, readBatch)
    const deviceKey = bearerOf(c.req.raw.headers.get('authorization') ?? '')
    const taken = await intake.take(
      { request: c.req.raw, peerIp: c.env.peerIp, protocol: 'overland', phone: { deviceKey, unreadable } },
      events,
    )
    return new Response(TAKEN, { headers: ackHeaders(taken) })
  }
}
