import { z } from '@hono/zod-openapi'
import { defineRoute } from '#lib/http/define-route.ts'
import { badField } from '#lib/http/problem.ts'
import {
  jsonOrPage,
  ownId,
  pageLimit,
  personId,
  problemResponses,
  VARY_ACCEPT,
} from '#lib/http/wire-schemas.ts'
import { isOnGlobe, type Point } from '#lib/geo/point.ts'
import { tidyKeywords } from '#lib/subjects/keywords.ts'
import { matchingKeys } from '#lib/subjects/matching-keys.ts'
import type { Caller } from '#lib/auth/caller.ts'
import { prefersHtml } from '#lib/ui/prefers-html.ts'
import type { HideBlocked } from '../hide-blocked.ts'
import type { StorageOptions } from '../options.ts'
import { subjectsView } from '../pages/subjects/subjects-view.tsx'
import { showSubject } from '../show-subject.ts'
import type { SubjectPath } from '../subject-path.ts'
import { subjectSchema } from '../subject-wire.ts'

const LIMIT_MAX = 200
const LIMIT_DEFAULT = 50
const NEAR_METERS_MAX = 100_000
const KEYWORDS_MAX = 100

const query = z.object({
  keywords: z
    .string()
    .max(2_000, { error: 'must be at most 2000 characters' })
    .optional()
    .openapi({ description: `Any of these, parted by commas; at most ${KEYWORDS_MAX}` }),
  near: z.string().optional().openapi({ description: '"lat,lng"; needs "radius"', example: '52.52,13.405' }),
  radius: z.coerce
    .number({ error: 'must be a number of metres' })
    .min(1, { error: 'must be at least 1 metre' })
    .max(NEAR_METERS_MAX, { error: `must be at most ${NEAR_METERS_MAX} metres` })
    .optional(),
  owner: personId.optional(),
  not_owner: personId.optional(),
  active: z.enum(['true', 'false'], { error: 'must be true or false' }).optional(),
  cursor: ownId.optional(),
  limit: pageLimit(LIMIT_MAX, LIMIT_DEFAULT),
})

const answer = z.object({ items: z.array(subjectSchema), next: z.string().optional() })

/** Dependencies of the list. */
export interface ListOptions extends Pick<StorageOptions, 'subjects' | 'assets'> {
  readonly hideBlocked: HideBlocked
}

/** `GET /store/{offers|searches}`: newest first. */
export function subjectsList({ kind, path, tag }: SubjectPath) {
  return defineRoute({
    method: 'get',
    path,
    access: { everybody: 'searches and offers are there to be found' },
    tags: [tag],
    summary: `${tag} that are active now, or all of the caller's own; newest first`,
    description:
      'A person is not shown what belongs to people they blocked or who blocked them: a page may hold fewer than "limit"',
    request: { query },
    answers: {
      200: jsonOrPage(answer, 'A page; "next" is the cursor of the following one'),
      ...problemResponses,
    },
    handle: ({ subjects, assets, hideBlocked }: ListOptions) => {
      return async (c) => {
        const {
          keywords,
          near,
          radius,
          owner,
          not_owner: notOwner,
          active,
          cursor,
          limit,
        } = c.req.valid('query')
        const caller = c.get('caller')
        const centre = near === undefined ? undefined : readPoint(near)
        if ((centre === undefined) !== (radius === undefined))
          throw badField('radius', 'must be given with "near", and only then')
        const page = await subjects.list({
          kind,
          keywords: keywords === undefined ? undefined : readKeywords(keywords),
          near: centre === undefined || radius === undefined ? undefined : { centre, radiusMeters: radius },
          owner,
          notOwner,
          active: active === undefined ? undefined : active === 'true',
          // Only live subjects of others are listed; inactive ones are private.
          liveAt: seesAll(caller, owner) ? undefined : Date.now(),
          cursor,
          limit,
        })
        const shown = await hideBlocked(page.items, caller)
        const items = shown.map((subject) => showSubject(subject, caller, centre))
        if (!prefersHtml(c.req.raw.headers))
          return c.json({ items, ...(page.next !== undefined && { next: page.next }) }, 200, VARY_ACCEPT)
        const more = page.next && new URLSearchParams({ ...c.req.query(), cursor: page.next }).toString()
        return subjectsView.respond(c.req.raw, assets, { of: { kind, path }, items, keywords, more })
      }
    },
  })
}

function seesAll(caller: Caller, owner: string | undefined): boolean {
  return (
    caller.role === 'service' ||
    caller.role === 'admin' ||
    (caller.role === 'person' && caller.person === owner)
  )
}

function readPoint(text: string): Point {
  const [, lat, lng] = /^\s*(-?\d+(?:\.\d+)?)\s*,\s*(-?\d+(?:\.\d+)?)\s*$/u.exec(text) ?? []
  const point = { lat: Number(lat), lng: Number(lng) }
  if (lat === undefined || !isOnGlobe(point)) throw badField('near', 'must be "lat,lng" in degrees')
  return point
}

function readKeywords(text: string): string[] {
  const keywords = tidyKeywords(text.split(','))
  if (keywords.length === 0) throw badField('keywords', 'must hold at least one word')
  if (keywords.length > KEYWORDS_MAX) throw badField('keywords', `must hold at most ${KEYWORDS_MAX} words`)
  return matchingKeys({ keywords })
}
