import { defineTrackerRoute, FROM_EVERYBODY, type Parts } from '../define-tracker-route.ts'
import { ackHeaders } from '../answer.ts'
import { readOverland } from '../protocols/overland.ts'
import { credentialsOf } from '../protocols/phone-credentials.ts'
import { parsePhoneJson, readPhoneBody } from '../protocols/read-phone-body.ts'
import { readQueryOf } from '../protocols/read-query-of.ts'
import type { Answer } from '../timed.ts'

// Overland deletes its batch only after exactly this answer.
const TAKEN = '{"result":"ok"}'

/** `POST /overland`: a batch of Overland. Its token is the device key, which names the device if the batch does not. */
export const overlandPost = defineTrackerRoute({
  method: 'post',
  path: '/overland',
  access: FROM_EVERYBODY,
  open: openOverland,
})

function openOverland({ intake, limits, bodies, proveDevice }: Parts): Answer {
  const { jsonDepthMax, phoneEventsMax: placesMax } = limits
  return async (c) => {
    const request = c.req.raw
    const { deviceKey } = credentialsOf(request, readQueryOf(request, limits))
    const ofKey = deviceKey === undefined ? undefined : await proveDevice.deviceOf(deviceKey)
    // A batch wraps its features in an array in an object: two more levels than one event.
    const parsed = parsePhoneJson(await readPhoneBody(request, bodies.phone), jsonDepthMax + 2)
    const { events, unreadable } =
      'value' in parsed ? readOverland(parsed.value, { ofKey, placesMax }) : parsed.report
    const taken = await intake.take(
      { request, peerIp: c.env.peerIp, protocol: 'overland', phone: { deviceKey, unreadable } },
      events,
    )
    return new Response(TAKEN, { headers: ackHeaders(taken) })
  }
}
