import { z } from '@hono/zod-openapi'
import { defineRoute } from '#lib/http/define-route.ts'
import { json, ownId, personId, problemResponses } from '#lib/http/wire-schemas.ts'
import { SUBJECT_KINDS } from '#lib/subjects/choices.ts'
import type { StorageOptions } from '../options.ts'

const PAGE = 100
/** Pages that are read of an owner's searches and offers. Only importers have more, and their pictures belong to services. */
const PAGES_MAX = 50
const USES_MAX = 10

const answer = z.object({ items: z.array(z.object({ kind: z.enum(SUBJECT_KINDS), id: z.string() })) })

/** `GET /store/pictures/{id}/uses`: images asks before it removes a picture. */
export const pictureUses = defineRoute({
  method: 'get',
  path: '/store/pictures/{id}/uses',
  access: ['service'],
  summary: 'Which searches and offers of an owner show a picture; for images',
  request: { params: z.object({ id: ownId }), query: z.object({ owner: personId }) },
  answers: { 200: json(answer, 'The newest ones, at most 10'), ...problemResponses },
  handle:
    ({ subjects }: Pick<StorageOptions, 'subjects'>) =>
    async (c) => {
      const { id } = c.req.valid('param')
      const { owner } = c.req.valid('query')
      const items: z.output<typeof answer>['items'] = []
      let cursor: string | undefined
      for (let pages = 0; pages < PAGES_MAX && items.length < USES_MAX; pages += 1) {
        const page = await subjects.list({ owner, cursor, limit: PAGE })
        const uses = page.items.filter(({ images }) => images.includes(id))
        items.push(...uses.map((subject) => ({ kind: subject.kind, id: subject.id })))
        cursor = page.next
        if (cursor === undefined) break
      }
      return c.json({ items: items.slice(0, USES_MAX) }, 200)
    },
})
