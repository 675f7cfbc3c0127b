import { badField, ProblemError } from '#lib/http/problem.ts'
import { cutText } from '#lib/text/cut-text.ts'
import { readBytes, tooLarge } from '#lib/http/read-json.ts'

/** The largest file. */
export const UPLOAD_BYTES_MAX = 10 * 1_048_576

/** What the lines and headers of a form may add to the file. */
const FORM_BYTES_MAX = 16_384
const FORM_TYPE = /^multipart\/form-data\s*(?:;|$)/iu
const FILE_FIELD = 'file'

/**
 * The file of an upload: the body, or the field `file` of a form. It reads no more than the limit.
 *
 * @throws {ProblemError} 413 too large, 415 compressed, 400 broken off or another form; it names the wrong field.
 */
export async function readUpload(request: Request): Promise<Uint8Array> {
  const type = request.headers.get('content-type') ?? ''
  if (!FORM_TYPE.test(type)) return readBytes(request, UPLOAD_BYTES_MAX)
  const bytes = await readBytes(request, UPLOAD_BYTES_MAX + FORM_BYTES_MAX)
  const file = fileIn(await parseForm(bytes, type))
  if (file.size > UPLOAD_BYTES_MAX) throw new ProblemError(tooLarge(UPLOAD_BYTES_MAX))
  return new Uint8Array(await file.arrayBuffer())
}

async function parseForm(bytes: Uint8Array, type: string): Promise<FormData> {
  try {
    return await new Response(new Uint8Array(bytes), { headers: { 'content-type': type } }).formData()
  } catch {
    const detail = 'The body is not a form as its header Content-Type says'
    throw new ProblemError({ status: 400, code: 'bad_form', field: 'body', detail })
  }
}

function fileIn(form: FormData): Blob {
  for (const name of form.keys())
    if (name !== FILE_FIELD) throw badField(cutText(name, 64), 'is unknown here')
  const [file, ...others] = form.getAll(FILE_FIELD)
  if (file === undefined) throw badField(FILE_FIELD, 'is missing')
  if (others.length > 0) throw badField(FILE_FIELD, 'must be given once')
  if (typeof file === 'string') throw badField(FILE_FIELD, 'must be a file, with a file name')
  return file
}
