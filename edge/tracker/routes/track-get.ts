import { ProblemError, badField } from '#lib/http/problem.ts'
import { answerOne, answerPixel } from '../answer.ts'
import { readQueryEvent } from '../envelopes/query.ts'
import type { Intake } from '../intake.ts'
import type { TrackerLimits } from '../options.ts'
import type { Answer } from '../timed.ts'

const PIXEL = '.gif'

/**
 * `GET|HEAD /t/…/<type>?…`: one event of any kind; the last path segment is its type, the query its params, verbatim. One whose
 * type ends in `.gif` is answered with a picture, and has the type before that.
 */
export function getTrack(intake: Intake, { queryBytesMax }: TrackerLimits): Answer {
  return async (c) => {
    const { url } = c.req.raw
    const queryAt = url.indexOf('?')
    const query = queryAt === -1 ? '' : url.slice(queryAt + 1)
    if (query.length > queryBytesMax) {
      const detail = `The query is longer than ${queryBytesMax} bytes`
      throw new ProblemError({ status: 413, code: 'too_large', field: 'query', detail })
    }
    const name = lastSegment(queryAt === -1 ? url : url.slice(0, queryAt))
    const isPixel = name.endsWith(PIXEL)
    const type = isPixel ? name.slice(0, -PIXEL.length) : name
    const taken = await intake.take(
      { request: c.req.raw, peerIp: c.env.peerIp, protocol: isPixel ? 'pixel' : 'get' },
      [readQueryEvent(type, query)],
    )
    return isPixel ? answerPixel(taken) : answerOne(taken)
  }
}

function lastSegment(path: string): string {
  const segment = path.slice(path.lastIndexOf('/') + 1)
  if (!segment.includes('%')) return segment
  try {
    return decodeURIComponent(segment)
  } catch {
    throw badField('type', 'is not valid in the path: a % must begin two hexadecimal digits of UTF-8')
  }
}
