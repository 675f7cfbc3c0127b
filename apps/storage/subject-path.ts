import { z } from '@hono/zod-openapi'
import { ownId } from '#lib/http/wire-schemas.ts'
import type { SubjectKind } from '#lib/subjects/choices.ts'

/** The base path of searches or of offers; both have the same routes. */
export interface SubjectPath {
  readonly kind: SubjectKind
  readonly path: '/store/offers' | '/store/searches'
  readonly tag: string
}

/** Those of offers and of searches. */
export const SUBJECT_PATHS: readonly SubjectPath[] = [
  { kind: 'offer', path: '/store/offers', tag: 'Offers' },
  { kind: 'search', path: '/store/searches', tag: 'Searches' },
]

/** The path parameters of routes of one subject. */
export const subjectParams = z.object({ id: ownId })
