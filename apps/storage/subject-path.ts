import { z } from '@hono/zod-openapi'
import { ownId } from '#lib/http/wire-schemas.ts'
import type { SubjectKind } from '#lib/subjects/choices.ts'

/** The base path of searches or of offers; both have the same routes. */
export interface SubjectPath {
  readonly kind: SubjectKind
  readonly path: '/store/offers' | '/store/searches'
  readonly tag: string
}

/** The path parameters of routes of one subject. */
export const subjectParams = z.object({ id: ownId })
