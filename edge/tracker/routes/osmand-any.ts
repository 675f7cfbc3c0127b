import type { Context } from 'hono'
import type { AppEnv } from '#lib/http/app-env.ts'
import { isPhoneQuery } from '#lib/http/is-phone-query.ts'
import { ProblemError } from '#lib/http/problem.ts'
import { readQuery } from '#lib/http/read-query.ts'
import { isPrivate } from '#lib/privacy/privacy-request.ts'
import { ackHeaders } from '../answer.ts'
import { defineTrackerRoute, FROM_EVERYBODY, type Parts } from '../define-tracker-route.ts'
import { openOsmandBody, withoutDeviceKey } from '../protocols/osmand-body.ts'
import { readOsmandFields } from '../protocols/osmand.ts'
import { credentialsOf } from '../protocols/phone-credentials.ts'
import { readPhoneBody } from '../protocols/read-phone-body.ts'
import { queryOf } from '../protocols/read-query-of.ts'
import { unreadableReport, type Report } from '../protocols/report.ts'
import type { Answer } from '../timed.ts'

const METHODS = ['get', 'post'] as const

/**
 * `GET|POST /osmand`: places that OsmAnd and Traccar Client send: one in the query or in a form, or many in JSON. The device key is
 * `dk` in the query.
 */
export const osmandRoutes = METHODS.map((method) =>
  defineTrackerRoute({ method, path: '/osmand', access: FROM_EVERYBODY, open: openOsmandAnswer }),
)

function openOsmandAnswer(parts: Parts): Answer {
  const { read, take } = openOsmand(parts)
  return async (c) => take(c, await read(c.req.raw))
}

/** `GET|POST /`: the same, for phones that accept only an address without a path. */
export const osmandRootRoutes = METHODS.map((method) =>
  defineTrackerRoute({ method, path: '/', access: FROM_EVERYBODY, open: openOsmandAtRoot }),
)

function openOsmandAtRoot(parts: Parts): Answer {
  const { read, take } = openOsmand(parts)
  return async (c) => {
    const request = c.req.raw
    if (isPhoneQuery(Object.keys(readQuery(queryOf(request.url))))) return take(c, await read(request))
    // The query does not show a phone, but the body may.
    const brought = request.method === 'POST' ? await read(request) : undefined
    if (brought !== undefined && brought.report.isForeign !== true) return take(c, brought)
    throw new ProblemError({ status: 404, code: 'not_found', detail: 'There is nothing at this path' })
  }
}

interface Brought {
  readonly report: Report
  readonly deviceKey: string | undefined
  /** True if it asks not to be tracked. */
  readonly isPrivate: boolean | undefined
}

function openOsmand({ intake, limits, bodies, proveDevice }: Parts) {
  const { queryBytesMax, jsonDepthMax, phoneEventsMax: placesMax } = limits
  // An array of places has one level more than one place.
  const limitsOfBody = { depthMax: jsonDepthMax + 1, placesMax }

  async function read(request: Request): Promise<Brought> {
    const query = queryOf(request.url)
    const fields = readQuery(query)
    const { deviceKey: ownKey } = credentialsOf(request, fields)
    if (query.length > queryBytesMax) {
      const reason = `its query is longer than ${queryBytesMax} bytes`
      return { deviceKey: ownKey, isPrivate: isPrivate(fields), report: unreadableReport(reason, query) }
    }
    const body =
      request.method === 'POST'
        ? openOsmandBody(await readPhoneBody(request, bodies.phone), fields, limitsOfBody)
        : undefined
    const deviceKey = ownKey ?? body?.key
    const ofKey = deviceKey === undefined ? undefined : await proveDevice.deviceOf(deviceKey)
    const report = body === undefined ? readOsmandFields(fields, ofKey) : body.read(ofKey)
    return { deviceKey, isPrivate: isPrivate(fields) || body?.isPrivate, report }
  }

  async function take(
    c: Context<AppEnv>,
    { report, deviceKey, isPrivate: isAsked }: Brought,
  ): Promise<Response> {
    // Unreadable parts can still hold the key.
    const unreadable = report.unreadable.map((part) => ({ ...part, body: withoutDeviceKey(part.body) }))
    const phone = { deviceKey, unreadable, isPrivate: isAsked }
    const taken = await intake.take(
      { request: c.req.raw, peerIp: c.env.peerIp, protocol: 'osmand', phone },
      report.events,
    )
    return new Response(null, { headers: ackHeaders(taken) })
  }

  return { read, take }
}
