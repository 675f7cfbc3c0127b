import { ProblemError } from '#lib/http/problem.ts'

/** A 415: the format is not one that we accept. */
export function notAPicture(detail: string): ProblemError {
  return new ProblemError({ status: 415, code: 'not_a_picture', detail })
}

/** A 422 for a picture with more pixels than the limit. */
export function tooManyPixels(detail: string): ProblemError {
  return new ProblemError({ status: 422, code: 'too_many_pixels', detail })
}

/** A 422 for a picture with too short a side. */
export function tooSmall(detail: string): ProblemError {
  return new ProblemError({ status: 422, code: 'too_small', detail })
}

/** A 422 for a picture that is damaged or incomplete, or of a kind that no browser shows. */
export function undecodable(detail = 'The picture is broken: it cannot be decoded completely'): ProblemError {
  return new ProblemError({ status: 422, code: 'undecodable', detail })
}
