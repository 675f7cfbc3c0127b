import { ProblemError } from '#lib/http/problem.ts'
import { readQuery, type QueryFields } from '#lib/http/read-query.ts'
import { ackHeaders } from '../answer.ts'
import type { Parts } from '../parts.ts'
import { readOsmandFields, readOsmandJson, withoutFormKey } from '../protocols/osmand.ts'
import { jsonReader, readPhoneBody } from '../protocols/read-phone-body.ts'
import { unreadableReport, type Report } from '../protocols/report.ts'
import type { Answer } from '../timed.ts'

/**
 * `GET|POST /osmand`: a place as OsmAnd and Traccar Client send it, in the query, as a form, or as JSON; the device key stands
 * in the query, as `dk`.
 */
export function anyOsmand({ intake, limits, bodies }: Parts): Answer {
  const { queryBytesMax, jsonDepthMax } = limits
  const readJson = jsonReader(jsonDepthMax, readOsmandJson)

  return async (c) => {
    const query = queryOf(c.req.raw.url)
    const fields = readQuery(query)
    let deviceKey = textOf(fields['dk'])

    function readBody(text: string): Report {
      if (text.trimStart().startsWith('{')) return readJson(text)
      const form = readQuery(text.trim())
      deviceKey ??= textOf(form['dk'])
      return readOsmandFields({ ...fields, ...form })
    }

    const report =
      query.length > queryBytesMax
        ? unreadableReport(`its query is longer than ${queryBytesMax} bytes`, withoutKey(fields))
        : c.req.raw.method === 'POST'
          ? await readPhoneBody(c.req.raw, bodies.event, readBody)
          : readOsmandFields(fields)
    const { events } = report
    // A form that is too large was read by nobody: its key is still in it.
    const unreadable = report.unreadable.map((part) => ({ ...part, body: withoutFormKey(part.body) }))
    const taken = await intake.take(
      { request: c.req.raw, peerIp: c.env.peerIp, protocol: 'osmand', phone: { deviceKey, unreadable } },
      events,
    )
    return new Response(null, { headers: ackHeaders(taken) })
  }
}

/** `GET|POST /?id=…&lat=…`: the same, for phones that know an address without a path. */
export function anyOsmandAtRoot(parts: Parts): Answer {
  const answer = anyOsmand(parts)
  return (c) => {
    const { id, deviceid = id, lat } = readQuery(queryOf(c.req.raw.url))
    if (deviceid !== undefined && lat !== undefined) return answer(c)
    throw new ProblemError({ status: 404, code: 'not_found', detail: 'There is nothing at this path' })
  }
}

function queryOf(url: string): string {
  const at = url.indexOf('?')
  return at === -1 ? '' : url.slice(at + 1)
}

function textOf(field: QueryFields[string] | undefined): string | undefined {
  return typeof field === 'string' ? field : undefined
}

function withoutKey({ dk: _key, ...rest }: QueryFields): string {
  return JSON.stringify(rest)
}
