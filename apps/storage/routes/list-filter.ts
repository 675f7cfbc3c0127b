import type { Context } from 'hono'
import type { AppEnv } from '#lib/http/app-env.ts'
import { definePlainRoute } from '#lib/http/define-plain-route.ts'
import { badField, ProblemError, type Problem } from '#lib/http/problem.ts'
import { wrongField } from '#lib/http/wrong-field.ts'
import { findPlaces } from '../find-places.ts'
import { readFilters } from '../list-filters.ts'
import type { StorageOptions } from '../options.ts'
import { checkSort } from '../order/page-order.ts'
import type { ListProblem } from '../pages/operate-list/asked-of-list.ts'
import { operateListView } from '../pages/operate-list/operate-list-view.tsx'
import type { PlaceFinder } from '../places/open-places.ts'
import { askedOf, seesAll } from '../show-operate-list.ts'
import { SUBJECT_PATHS, type SubjectPath } from '../subject-path.ts'
import { listQuery } from './subjects-list.ts'

const POINT = /^\s*-?\d+(?:\.\d+)?\s*,\s*-?\d+(?:\.\d+)?\s*$/u

/**
 * `GET /store/filter`: where the form above the operators' lists leads. A browser sends all fields of a form; this route leaves out the
 * empty ones and leads on to the list, or says which of them is wrong.
 */
export const listFilter = definePlainRoute({
  path: '/store/filter',
  access: ['operate', 'admin'],
  summary: 'Leads from the form of the filters to the list',
  handle:
    ({ places, assets }: Pick<StorageOptions, 'assets'> & { readonly places: PlaceFinder }) =>
    async (c) => {
      const of = pathOf(c.req.query('kind'))
      const filled = askedOf(filledFields(c))
      try {
        const read = listQuery.safeParse(filled)
        if (!read.success) throw wrongField(read.error)
        const [place] = await findPlaces(places, read.data.place)
        checkSort(read.data.sort, readFilters(read.data, place?.at))
      } catch (error) {
        if (!(error instanceof ProblemError)) throw error
        const data = {
          of,
          asked: filled,
          items: [],
          matches: undefined,
          places: [],
          map: undefined,
          problem: wordsOf(error.problem, filled.sort),
          next: undefined,
          seesAll: seesAll(c.get('caller')),
          nowMs: Date.now(),
        }
        return operateListView.respond(c.req.raw, assets, data, { status: 400 })
      }
      const query = new URLSearchParams(filled).toString()
      return c.redirect(query === '' ? of.path : `${of.path}?${query}`, 303)
    },
})

function pathOf(kind: string | undefined): SubjectPath {
  const found = SUBJECT_PATHS.find((each) => each.kind === kind)
  if (found === undefined) throw badField('kind', 'must be offer or search')
  return found
}

/** The fields that are not empty. A place may also be a latitude and a longitude; a radius without a place means nothing. */
function filledFields(c: Context<AppEnv>): Record<string, string> {
  const filled = Object.entries(c.req.query()).filter(([, value]) => value.trim() !== '')
  const { place, radius, ...rest } = Object.fromEntries(filled)
  if (place === undefined) return rest
  return { ...rest, ...(POINT.test(place) ? { near: place } : { place }), ...(radius && { radius }) }
}

function wordsOf({ field, detail }: Problem, sort: string | undefined): ListProblem {
  if (detail.includes('together')) return { word: 'together', detail }
  if (field === 'sort' && (sort === 'nearest' || sort === 'best')) return { word: sort, detail }
  return { word: field === 'place' || field === 'owner' ? field : 'other', detail }
}
