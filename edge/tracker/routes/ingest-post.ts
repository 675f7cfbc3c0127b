import { identify, unauthorized } from '#lib/auth/identify.ts'
import { entryKindOf, type EntryKind } from '#lib/events/tracked-event.ts'
import { ProblemError, badField } from '#lib/http/problem.ts'
import { decodeText, parseJson } from '#lib/http/read-json.ts'
import { defineTrackerRoute, type TrackerPorts } from '../define-tracker-route.ts'
import { ackHeaders } from '../answer.ts'
import { chooseForm } from '../envelopes/forms.ts'
import { LINE_TYPES, linesOf } from '../envelopes/ndjson.ts'
import { openAckCount, openEventCount } from '../event-count.ts'
import type { TrackerLimits } from '../options.ts'
import type { Answer } from '../timed.ts'

// Service name of edge trackers: they run this same app, on a host without a disk.
const EDGE = 'tracker'
const EDGES_ONLY = 'Only edge trackers of this platform may call this route'

/**
 * `POST /v1/ingest`: entries of the stream from an edge tracker, one per line; all or none are kept. They never go into the spool,
 * because the edge tracker answers its clients `Push-Ack: stream`.
 */
export const ingestPost = defineTrackerRoute({
  method: 'post',
  path: '/v1/ingest',
  access: ['service'],
  open: openIngest,
})

function openIngest({ keeper, identifier, limits, metrics, bodies }: TrackerPorts): Answer {
  // The edge tracker took them as a batch or as a report of a phone, so the larger of the two limits holds.
  const entriesMax = Math.max(limits.batchEventsMax, limits.phoneEventsMax)
  const checkType = chooseForm([{ mediaTypes: LINE_TYPES }])
  const count = openEventCount(metrics)
  const countAck = openAckCount(metrics)

  async function checkCaller({ headers }: Request): Promise<void> {
    const caller = await identify(headers.get('authorization') ?? undefined, identifier)
    if (caller.role === 'public') throw unauthorized(EDGES_ONLY)
    if (caller.role !== 'service' || caller.service !== EDGE) {
      throw new ProblemError({ status: 403, code: 'wrong_service', detail: EDGES_ONLY })
    }
  }

  return async (c) => {
    await checkCaller(c.req.raw)
    checkType(c.req.raw)
    const text = decodeText(await bodies.entries.whole(c.req.raw))
    const entries = linesOf(text, entriesMax + 1)
    if (entries.length > entriesMax) {
      const detail = `The body may hold at most ${entriesMax} entries`
      throw new ProblemError({ status: 413, code: 'too_large', field: 'body', detail })
    }
    const kinds = entries.map((entry, index) => kindOf(entry, `line ${index + 1}`, limits))
    if (entries.length > 0) await keeper.keepInStream(entries)
    for (const kind of kinds) count('ingest', kind === 'event' ? 'ok' : kind)
    countAck.stream()
    return Response.json({ kept: entries.length }, { headers: ackHeaders({ ack: 'stream' }) })
  }
}

/** @throws {ProblemError} 400 that names the line, if it is not an entry that this app makes. */
function kindOf(entry: string, line: string, { eventBytesMax, jsonDepthMax }: TrackerLimits): EntryKind {
  const kind = entryKindOf(valueOf(entry, line, jsonDepthMax))
  if (kind === undefined) throw badField(line, 'must be an entry of the stream')
  if (kind === 'event' && Buffer.byteLength(entry) > eventBytesMax) {
    throw badField(line, `must be at most ${eventBytesMax} bytes`)
  }
  return kind
}

function valueOf(entry: string, line: string, jsonDepthMax: number): unknown {
  try {
    // The deepest event, and the two levels around it.
    return parseJson(entry, jsonDepthMax + 2)
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    throw badField(line, `cannot be read: ${error.problem.detail}`)
  }
}
