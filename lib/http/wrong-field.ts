import type { z } from '@hono/zod-openapi'
import { badField, type ProblemError } from '#lib/http/problem.ts'
import { unknownField } from '#lib/http/refuse-unknown-fields.ts'

/** The problem that names the first field that a schema refuses. */
export function wrongField({ issues: [issue] }: z.core.$ZodError): ProblemError {
  const path = issue?.path.join('.') ?? ''
  if (issue?.code !== 'unrecognized_keys') return badField(path || 'body', issue?.message ?? 'is not valid')
  const [name = ''] = issue.keys
  return unknownField(path === '' ? name : `${path}.${name}`, undefined, 'field')
}
