import type { Handler } from 'hono'
import type { AppEnv } from '#lib/http/app-env.ts'
import { ProblemError, badField } from '#lib/http/problem.ts'
import type { TrackerLimits } from '../options.ts'
import type { Intake } from '../intake.ts'
import { readQueryEvent } from '../read-envelope.ts'
import { answerOne } from '../answer.ts'

/** `GET|HEAD /t/…/<type>?…`: one event of any kind; the last path segment is its type, the query its params, verbatim. */
export function getTrack(intake: Intake, { queryBytesMax }: TrackerLimits): Handler<AppEnv> {
  return async (c) => {
    const { pathname, search } = new URL(c.req.url)
    if (search.length > queryBytesMax) {
      const detail = `The query is longer than ${queryBytesMax} bytes`
      throw new ProblemError({ status: 413, code: 'too_large', field: 'query', detail })
    }
    const event = readQueryEvent(lastSegment(pathname), new URLSearchParams(search))
    const [receipt] = await intake.take(c, 'get', undefined, [event])
    return answerOne(receipt, {})
  }
}

function lastSegment(pathname: string): string {
  try {
    return decodeURIComponent(pathname.slice(pathname.lastIndexOf('/') + 1))
  } catch {
    throw badField('type', 'is not valid in the path: a % must begin two hexadecimal digits of UTF-8')
  }
}
