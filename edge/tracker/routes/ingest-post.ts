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

// An edge of ours runs this very app, in a place without a disk.
const EDGE = 'tracker'

/**
 * `POST /v1/ingest`: entries that an edge of ours made for the stream, a line each, kept all or none. They go into the stream
 * or nowhere: the edge passes the answer on, and nobody may be told less than is so.
 */
export const ingestPost = defineTrackerRoute({
  method: 'post',
  path: '/v1/ingest',
  access: ['service'],
  open: openIngest,
})

function openIngest({ keeper, identifier, limits, metrics, bodies }: TrackerPorts): Answer {
  // An edge has taken them already, as a batch or from a phone.
  const entriesMax = Math.max(limits.batchEventsMax, limits.phoneEventsMax)
  const checkType = chooseForm([{ mediaTypes: LINE_TYPES }])
  const count = openEventCount(metrics)
  const countAck = openAckCount(metrics)

  async function checkCaller({ headers }: Request): Promise<void> {
    const caller = await identify(headers.get('authorization') ?? undefined, identifier)
    if (caller.role === 'public') throw unauthorized('This is for edges of ours')
    if (caller.role !== 'service' || caller.service !== EDGE) {
      throw new ProblemError({ status: 403, code: 'wrong_service', detail: 'This is for edges of ours' })
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

/** @throws {ProblemError} 400 naming the line, where it is no entry that this app makes. */
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
    // As deep as the deepest event, and what is wrapped around it.
    return parseJson(entry, jsonDepthMax + 2)
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    throw badField(line, `cannot be read: ${error.problem.detail}`)
  }
}
