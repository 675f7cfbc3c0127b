import { ProblemError, badField } from '#lib/http/problem.ts'

/** The parts of a tracking URL. */
export interface TrackUrl {
  readonly type: string
  readonly query: string
  /** True if the client asks for a picture. */
  readonly isPixel: boolean
}

const PIXEL = '.gif'

/**
 * Reads the URL of a tracking call. The last path segment is the type, without `.gif`, with which clients ask for a picture.
 *
 * @throws {ProblemError} 400 if the type has a wrong encoding, 413 if the query is too long.
 */
export function readTrackUrl(url: string, queryBytesMax: number): TrackUrl {
  const queryAt = url.indexOf('?')
  const query = queryAt === -1 ? '' : url.slice(queryAt + 1)
  if (query.length > queryBytesMax) {
    const detail = `The query is longer than ${queryBytesMax} bytes`
    throw new ProblemError({ status: 413, code: 'too_large', field: 'query', detail })
  }
  const name = lastSegment(queryAt === -1 ? url : url.slice(0, queryAt))
  const isPixel = name.endsWith(PIXEL)
  return { type: isPixel ? name.slice(0, -PIXEL.length) : name, query, isPixel }
}

function lastSegment(path: string): string {
  const segment = path.slice(path.lastIndexOf('/') + 1)
  if (!segment.includes('%')) return segment
  try {
    return decodeURIComponent(segment)
  } catch {
    throw badField('type', 'is not valid in the path: two hexadecimal digits of UTF-8 must follow each %')
  }
}
