import { z } from '@hono/zod-openapi'
import { coarseBlock } from '#lib/geo/coarse-block.ts'
import { jsonWithEtag, notModified } from '#lib/http/conditional.ts'
import { defineRoute } from '#lib/http/define-route.ts'
import { badField } from '#lib/http/problem.ts'
import { json, pageLimit, problemResponses } from '#lib/http/wire-schemas.ts'
import type { SubjectKind } from '#lib/subjects/choices.ts'
import { foldKeyword } from '#lib/subjects/fold-keyword.ts'
import { countKeywords, SEARCHERS_MIN } from '../count-keywords.ts'
import type { StorageOptions } from '../options.ts'
import { readPoint } from '../read-point.ts'

const LIMIT_MAX = 50
const LIMIT_DEFAULT = 10
const PREFIX_MAX = 64
/** So many words that begin with the prefix are looked at: as many as a list of subjects may be asked for. */
const WORDS_MAX = 100
/** So many offers, and so many searches, are counted: as many as a list gives. */
const COUNTED_MAX = 200

const query = z.object({
  near: z.string().optional().openapi({
    description:
      '"lat,lng": counts only what is shown in the cell there, and the cells around it; a cell is at least 20 km wide',
    example: '52.52,13.405',
  }),
  limit: pageLimit(LIMIT_MAX, LIMIT_DEFAULT),
  // Last, so that a wrong parameter is named before this one when it is missing.
  prefix: z
    .string({ error: 'must be given' })
    .max(PREFIX_MAX, { error: `must be at most ${PREFIX_MAX} characters` })
    .openapi({ description: 'How a keyword begins; case and accents do not count', example: 'fahr' }),
})

const answer = z.object({
  items: z.array(
    z.object({
      keyword: z.string().openapi({ description: 'As most people write it' }),
      offers: z.int(),
      searches: z
        .int()
        .optional()
        .openapi({ description: `Absent if fewer than ${SEARCHERS_MIN} people have one` }),
    }),
  ),
})

/** `GET /store/keywords`: keywords that begin with a prefix. */
export const keywordsList = defineRoute({
  method: 'get',
  path: '/store/keywords',
  access: {
    everybody: 'the keywords of offers are public; those of searches are shown if several people have them',
  },
  tags: ['Keywords'],
  summary: 'Keywords that begin with a prefix, the most frequent first',
  description:
    `Counts the newest ${COUNTED_MAX} active offers and the newest ${COUNTED_MAX} active searches ` +
    `that have one of the first ${WORDS_MAX} words with this prefix.`,
  request: { query },
  answers: {
    200: json(answer, 'None when no active offer or search has such a keyword'),
    304: notModified,
    ...problemResponses,
  },
  handle: ({ subjects }: Pick<StorageOptions, 'subjects'>) => {
    return async (c) => {
      const { prefix, near, limit } = c.req.valid('query')
      const folded = foldKeyword(prefix)
      if (folded === '') throw badField('prefix', 'must hold a letter')
      const area = near === undefined ? undefined : { box: coarseBlock(readPoint(near)) }
      const keywords = await subjects.words(folded, WORDS_MAX)
      const live = async (kind: SubjectKind) => {
        const page = await subjects.list({ kind, keywords, area, liveAt: Date.now(), limit: COUNTED_MAX })
        return page.items
      }
      const [offers, searches] = await Promise.all([live('offer'), live('search')])
      return jsonWithEtag(c, { items: countKeywords(keywords, { offers, searches }).slice(0, limit) })
    }
  },
})
