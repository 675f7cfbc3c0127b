import { z } from '@hono/zod-openapi'
import { personOf } from '#lib/auth/caller.ts'
import { isPersonId } from '#lib/auth/person-id.ts'
import { defineRoute } from '#lib/http/define-route.ts'
import { nextLink } from '#lib/http/next-link.ts'
import { badField, ProblemError } from '#lib/http/problem.ts'
import { wantedFormat } from '#lib/http/wanted-format.ts'
import { inFormats, pageLimit, pageSchema, problemResponses, VARY_ACCEPT } from '#lib/http/wire-schemas.ts'
import { findAlike } from '../find-alike.ts'
import { listPictures } from '../list-pictures.ts'
import type { ImagesOptions } from '../options.ts'
import { picturesView } from '../pages/pictures/pictures-view.tsx'
import { isOperator, mayList, pictureSchema, showPicture } from '../picture-wire.ts'

const LIMIT_MAX = 100
const LIMIT_DEFAULT = 50

const query = z.object({
  // A form sends the fields that nobody filled in, too.
  owner: z
    .string()
    .refine((text) => text === '' || isPersonId(text), { error: 'must be the id of a person or a service' })
    .optional()
    .openapi({ description: 'For people only their own id' }),
  alike: z
    .enum(['', 'true'], { error: 'must be "true"' })
    .optional()
    .openapi({ description: 'Only those that look like one of another owner; for operators' }),
  cursor: z.string().max(100, { error: 'must be at most 100 characters' }).optional(),
  limit: pageLimit(LIMIT_MAX, LIMIT_DEFAULT),
})

/** `GET /assets`. */
export const assetsGet = defineRoute({
  method: 'get',
  path: '/assets',
  access: ['own', 'operate', 'admin'],
  summary: "The caller's pictures; operators see all, newest first, or those of an owner",
  request: { query },
  answers: {
    200: inFormats('A page; for operators also in HTML', {
      json: z.object({ items: z.array(pictureSchema), next: z.string().optional() }),
      html: pageSchema,
    }),
    ...problemResponses,
  },
  handle:
    ({ pictures, assets }: Pick<ImagesOptions, 'pictures' | 'assets'>) =>
    async (c) => {
      const caller = c.get('caller')
      const { owner: asked, alike, cursor, limit } = c.req.valid('query')
      const isAlike = alike === 'true'
      const owner = asked === undefined || asked === '' ? ownOf(caller) : asked
      if (!mayList(caller, owner)) {
        const detail = '"owner" must be your own id'
        throw new ProblemError({ status: 403, code: 'not_yours', field: 'owner', detail })
      }
      if (isAlike && owner !== undefined) throw badField('alike', 'must be left out when "owner" is given')
      const { page, next } = await listPictures(pictures, { owner, isAlike, cursor, limit })
      const items = page.map((picture) => showPicture(picture, caller))
      if (isOperator(caller) && wantedFormat(c.req.raw.headers, ['html']) === 'html') {
        const alikeOf = new Map<string, ReturnType<typeof showPicture>[]>()
        for (const picture of page) {
          const found = await findAlike(pictures, picture)
          alikeOf.set(
            picture.id,
            found.map((each) => showPicture(each, caller)),
          )
        }
        return picturesView.respond(c.req.raw, assets, {
          asked: { owner: owner ?? '', isAlike, limit },
          items: items.map((picture) => ({ picture, alike: alikeOf.get(picture.id) ?? [] })),
          next,
        })
      }
      const headers = { ...VARY_ACCEPT, ...nextLink(c.req.url, next) }
      return c.json({ items, ...(next !== undefined && { next }) }, 200, headers)
    },
})

function ownOf(caller: Parameters<typeof personOf>[0]): string | undefined {
  return isOperator(caller) ? undefined : personOf(caller)
}
