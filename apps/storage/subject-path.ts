import { z } from '@hono/zod-openapi'
import { ownId } from '#lib/http/wire-schemas.ts'
import type { SubjectKind } from '#lib/subjects/choices.ts'

/** Searches and offers have the same routes under two paths. */
export interface SubjectPath {
  readonly kind: SubjectKind
  readonly path: '/store/offers' | '/store/searches'
  readonly tag: string
}

/** The path parameters of routes of one subject. */
export const subjectParams = z.object({ id: ownId })
