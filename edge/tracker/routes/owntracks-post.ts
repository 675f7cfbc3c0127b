import { defineTrackerRoute, FROM_EVERYBODY, type Parts } from '../define-tracker-route.ts'
import { ackHeaders } from '../answer.ts'
import { senderOf } from '../protocols/owntracks-device.ts'
import { readOwntracks } from '../protocols/owntracks.ts'
import { credentialsOf } from '../protocols/phone-credentials.ts'
import { parsePhoneJson, readPhoneBody } from '../protocols/read-phone-body.ts'
import { readQueryOf } from '../protocols/read-query-of.ts'
import type { Answer } from '../timed.ts'

/** `POST /owntracks`: one message or several of OwnTracks in HTTP mode. The password of the login is the device key. */
export const owntracksPost = defineTrackerRoute({
  method: 'post',
  path: '/owntracks',
  access: FROM_EVERYBODY,
  open: openOwntracks,
})

function openOwntracks({ intake, limits, bodies, proveDevice }: Parts): Answer {
  const { jsonDepthMax, phoneEventsMax: placesMax } = limits
  return async (c) => {
    const request = c.req.raw
    const { headers } = request
    const query = readQueryOf(request, limits)
    const { user: login, deviceKey } = credentialsOf(request, query)
    const ofKey = deviceKey === undefined ? undefined : await proveDevice.deviceOf(deviceKey)
    const sender = senderOf({ headers, query, login, ofKey })
    // An array of messages has one level more than one message.
    const parsed = parsePhoneJson(await readPhoneBody(request, bodies.phone), jsonDepthMax + 1)
    const { events, unreadable } =
      'value' in parsed ? readOwntracks(parsed.value, { ...sender, ofKey, placesMax }) : parsed.report
    const taken = await intake.take(
      { request, peerIp: c.env.peerIp, protocol: 'owntracks', phone: { deviceKey, unreadable } },
      events,
    )
    return new Response('[]', { headers: ackHeaders(taken) })
  }
}
