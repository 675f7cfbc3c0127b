import { z } from '@hono/zod-openapi'
import type { World } from '../open-world.fixture.ts'
import { receiptSchema, reportSchema } from './report-wire.ts'

const page = z.object({ items: z.array(reportSchema), next: z.string().optional() })

type Json = Record<string, unknown>

/** The calls of reports. */
export interface Desk {
  readonly report: (json: Json, as?: string, headers?: Record<string, string>) => Promise<Response>
  /** Reports a search or offer, which must succeed; gives the receipt. */
  readonly reportSubject: (id: string, as?: string) => Promise<z.output<typeof receiptSchema>>
  /** The queue, with a query. */
  readonly list: (query?: string) => Promise<z.output<typeof page>>
  readonly read: (path: string, as?: string) => Promise<Response>
  readonly decide: (id: string, json: Json, over?: { as?: string; etag?: string }) => Promise<Response>
}

/** The calls of reports, in a world. */
export function aDesk({ call }: Pick<World, 'call'>): Desk {
  const report: Desk['report'] = (json, as, headers = {}) =>
    call('POST /store/reports', { json: { reason: 'scam', ...json }, headers, ...(as && { as }) })
  return {
    report,
    reportSubject: async (id, as) => {
      const response = await report({ about: { type: 'subject', id }, text: 'It does not exist' }, as)
      if (!response.ok) throw new Error(`Cannot report: ${await response.text()}`)
      return receiptSchema.parse(await response.json())
    },
    list: async (query = '') =>
      page.parse(await (await call(`GET /store/reports${query}`, { as: 'operate' })).json()),
    read: (path, as) => call(`GET /store/reports/${path}`, as === undefined ? {} : { as }),
    decide: (id, json, { as = 'operate', etag = '"1"' } = {}) =>
      call(`POST /store/reports/${id}/decide`, {
        as,
        json: { reasons: 'We have looked at it', ...json },
        headers: etag === '' ? {} : { 'if-match': etag },
      }),
  }
}
