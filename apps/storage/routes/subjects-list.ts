import { z } from '@hono/zod-openapi'
import { notModified } from '#lib/http/conditional.ts'
import { defineRoute } from '#lib/http/define-route.ts'
import { wantedFormat } from '#lib/http/wanted-format.ts'
import {
  formatParameter,
  inFormats,
  pageLimit,
  pageSchema,
  problemResponses,
} from '#lib/http/wire-schemas.ts'
import { unauthorized } from '#lib/auth/identify.ts'
import type { RatePorts } from '../call-rates.ts'
import { findPlaces } from '../find-places.ts'
import { answerList } from '../answer-list.ts'
import { featuresSchema } from '../formats/feature-wire.ts'
import type { HideBlocked } from '../hide-blocked.ts'
import { checkExport, whatIsSeen } from '../list-access.ts'
import { centreOf, combinationsHelp, filterShape, readFilters, wordsIn } from '../list-filters.ts'
import type { StorageOptions } from '../options.ts'
import { listInOrder } from '../order/list-in-order.ts'
import { orderShape } from '../order/page-order.ts'
import type { PlaceFinder } from '../places/open-places.ts'
import { showOperateList } from '../show-operate-list.ts'
import { isOperator, showSubject } from '../show-subject.ts'
import { SUGGESTED_MAX, suggestKeywords } from '../suggest-keywords.ts'
import type { SubjectPath } from '../subject-path.ts'
import { subjectSchema } from '../subject-wire.ts'

const LIMIT_MAX = 200
const LIMIT_DEFAULT = 50

/** The query of a list. */
export const listQuery = z.object({
  ...filterShape,
  hidden: z.enum(['true', 'false'], { error: 'must be true or false' }).optional().openapi({
    description: 'Whether operators hide them; for operators only',
  }),
  ...orderShape,
  limit: pageLimit(LIMIT_MAX, LIMIT_DEFAULT),
  format: formatParameter(['json', 'html', 'geojson', 'csv']),
})

const csvSchema = z.string().openapi({ description: 'For services, operators and admins' })
const answer = z.object({
  items: z.array(subjectSchema),
  next: z.string().optional(),
  didYouMean: z
    .array(z.string())
    .optional()
    .openapi({
      description: `When "keywords" or "q" found nothing: up to ${SUGGESTED_MAX} similar keywords of what is near by`,
    }),
})

/** Dependencies of the list. */
export interface ListOptions
  extends Pick<StorageOptions, 'subjects' | 'assets' | 'matching' | 'log'>, RatePorts {
  readonly hideBlocked: HideBlocked
  readonly places: PlaceFinder
}

/** `GET /store/{offers|searches}`. */
export function subjectsList({ kind, path, tag }: SubjectPath) {
  return defineRoute({
    method: 'get',
    path,
    access: { everybody: 'searches and offers are there to be found' },
    tags: [tag],
    summary: `${tag} that are active now, or all of the caller's own; newest first, or by "sort"`,
    description:
      'A person is not shown what belongs to people they blocked or who blocked them: a page may hold fewer than "limit". "owner" needs a token. ' +
      combinationsHelp,
    request: { query: listQuery },
    answers: {
      200: inFormats(
        'A page; "next" is the cursor of the following one, and the header Link has its address',
        { json: answer, html: pageSchema, geojson: featuresSchema, csv: csvSchema },
      ),
      304: notModified,
      ...problemResponses,
    },
    handle: (ports: ListOptions) => {
      const { subjects, assets, hideBlocked, callRates } = ports
      return async (c) => {
        callRates.takeList(c)
        const asked = c.req.valid('query')
        const { limit, owner } = asked
        const caller = c.get('caller')
        const format = wantedFormat(c.req.raw.headers, ['html', 'geojson', 'csv'], asked.format)
        if (format === 'csv') checkExport(caller, asked.format === undefined ? 'Accept' : 'format')
        if (owner !== undefined && caller.role === 'public')
          throw unauthorized('Sign in first: a list of what one person has needs an Authorization header')
        const places = await findPlaces(ports.places, asked.place)
        const filters = readFilters(asked, places[0]?.at)
        const seen = whatIsSeen(asked, caller)
        const found = await listInOrder(subjects, { kind, ...filters, ...seen, limit }, asked)
        const shown = await hideBlocked(found.items, caller)
        const items = shown.map((subject) => showSubject(subject, caller, filters.near?.centre))
        if (format === 'html' && isOperator(caller)) {
          const list = { of: { kind, path }, items, found: places, near: filters.near, next: found.next }
          return showOperateList(c, ports, list)
        }
        const didYouMean =
          found.items.length > 0 || asked.cursor !== undefined
            ? []
            : await suggestKeywords({ kind, words: wordsIn(asked), near: centreOf(filters) }, subjects)
        const page = { of: { kind, path }, items, next: found.next, keywords: asked.keywords, didYouMean }
        return answerList(c, page, { format, assets })
      }
    },
  })
}
