import type { Context } from 'hono'
import type { AppEnv } from '#lib/http/app-env.ts'
import { jsonWithEtag, textWithEtag } from '#lib/http/conditional.ts'
import { nextLink } from '#lib/http/next-link.ts'
import { MEDIA_TYPES, type Format } from '#lib/http/wanted-format.ts'
import type { Assets } from '#lib/ui/assets.ts'
import { csvOf } from './formats/csv-of.ts'
import { featureOf } from './formats/feature-of.ts'
import { subjectsView } from './pages/subjects/subjects-view.tsx'
import type { SubjectPath } from './subject-path.ts'
import type { SubjectView } from './subject-wire.ts'

/** A page of a list as the caller may see it. */
export interface ShownPage {
  readonly of: Pick<SubjectPath, 'kind' | 'path'>
  readonly items: SubjectView[]
  /** The cursor of the following page. */
  readonly next: string | undefined
  /** The keywords that were asked for. */
  readonly keywords: string | undefined
  /** Similar keywords, when it found nothing. */
  readonly didYouMean: readonly string[]
}

/** Answers a list in a format. In each, the header `Link` leads to the following page. */
export function answerList(
  c: Context<AppEnv>,
  page: ShownPage,
  { format, assets }: { readonly format: Format; readonly assets: Assets },
) {
  const { of, items, next, keywords, didYouMean } = page
  const headers = nextLink(c.req.url, next)
  const more = next === undefined ? {} : { next }
  if (format === 'json')
    return jsonWithEtag(c, { items, ...more, ...(didYouMean.length > 0 && { didYouMean }) }, { headers })
  if (format === 'html') {
    const query = next && new URLSearchParams({ ...c.req.query(), cursor: next }).toString()
    const data = { of, items, keywords, didYouMean, more: query }
    return subjectsView.respond(c.req.raw, assets, data, { headers })
  }
  if (format === 'csv') {
    const file = { 'content-disposition': `attachment; filename="${of.kind}.csv"` }
    const type = `${MEDIA_TYPES.csv}; charset=utf-8; header=present`
    return textWithEtag(c, { type, text: csvOf(items) }, { headers: { ...headers, ...file } })
  }
  const collection = { type: 'FeatureCollection', features: items.map(featureOf), ...more }
  return textWithEtag(c, { type: MEDIA_TYPES.geojson, text: JSON.stringify(collection) }, { headers })
}
