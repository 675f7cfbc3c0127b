import { ProblemError } from '#lib/http/problem.ts'
import { mediaTypeOf } from './media-type.ts'

/** A reader of bodies of some media types. */
export interface Form {
  readonly mediaTypes: readonly string[]
}

/**
 * Gives the form of a request by its `Content-Type`.
 *
 * @throws {ProblemError} 415 for an unknown type.
 */
export function chooseForm<Kind extends Form>(forms: readonly Kind[]): (request: Request) => Kind {
  const known = new Map(forms.flatMap((form) => form.mediaTypes.map((type) => [type, form] as const)))
  const names = [...known.keys()].filter((type) => type !== '').join(', ')
  return function formOf({ headers }) {
    const form = known.get(mediaTypeOf(headers.get('content-type')))
    if (form !== undefined) return form
    const detail = `The header Content-Type must name one of these types: ${names}`
    throw new ProblemError({ status: 415, code: 'bad_content_type', field: 'Content-Type', detail })
  }
}
