import { isDeviceId } from '#lib/events/device-id.ts'
import { isRecord } from '#lib/events/is-record.ts'
import { readQuery, type QueryFields } from '#lib/http/read-query.ts'
import { isPrivate } from '#lib/privacy/privacy-request.ts'
import { readOsmandFields, readOsmandJson } from './osmand.ts'
import { parsePhoneJson, type PhoneBody } from './read-phone-body.ts'
import { textOf } from './read-query-of.ts'
import { foreignReport, type Report } from './report.ts'

/** A body of the OsmAnd protocol. Its device key must be checked before it is read. */
export interface OsmandBody {
  readonly key: string | undefined
  /** True if it asks not to be tracked. */
  readonly isPrivate: boolean
  /** Reads it; `ofKey` is the device of the call's key. */
  readonly read: (ofKey: string | undefined) => Report
}

/** Limits of a report. */
export interface OsmandLimits {
  readonly depthMax: number
  readonly placesMax: number
}

const NOTHING_GIVEN = { key: undefined, isPrivate: false }

/** Opens a body: a form, some of whose fields may be in the query, or JSON, whose device may be in the query. */
export function openOsmandBody(
  body: PhoneBody,
  query: QueryFields,
  { depthMax, placesMax }: OsmandLimits,
): OsmandBody {
  const { text, problem } = body
  if (problem !== undefined) return { ...NOTHING_GIVEN, read: () => foreignReport(problem, text) }
  if (!/^\s*[[{]/u.test(text)) {
    const form = readQuery(text.trim())
    return {
      key: textOf(form['dk']),
      isPrivate: isPrivate(form),
      read: (ofKey) => readOsmandFields({ ...query, ...form }, ofKey),
    }
  }
  const parsed = parsePhoneJson(body, depthMax)
  if (!('value' in parsed)) return { ...NOTHING_GIVEN, read: () => parsed.report }
  const { value } = parsed
  const said = [value].flat().filter(isRecord)
  return {
    key: said.map(({ dk }) => dk).find((key) => typeof key === 'string'),
    isPrivate: said.some(isPrivate),
    read: (ofKey) => readOsmandJson(value, { ofKey: deviceOfQuery(query) ?? ofKey, placesMax }),
  }
}

/** The device that the query names, for everything in the body. */
function deviceOfQuery({ id, deviceid, device_id: device }: QueryFields): string | undefined {
  return [id, deviceid, device].map(textOf).find((name) => name !== undefined && isDeviceId(name))
}

/**
 * The text of an unreadable report without its device key. The text is a form or JSON, perhaps cut off.
 *
 * @example
 * ```ts
 * withoutDeviceKey('id=phone-1&dk=secret&lat=1') // => 'id=phone-1&dk=&lat=1'
 * withoutDeviceKey('{"id":"phone-1","dk":"secret"}') // => '{"id":"phone-1","dk":""}'
 * ```
 */
export function withoutDeviceKey(text: string): string {
  return text.replaceAll(/(?<=^|&)dk=[^&]*/gu, 'dk=').replaceAll(/"dk"\s*:\s*"[^"]*"?/gu, '"dk":""')
}
