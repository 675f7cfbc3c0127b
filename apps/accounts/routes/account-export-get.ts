import { z } from '@hono/zod-openapi'
import { makeZip } from 'client-zip'
import { personOf } from '#lib/auth/caller.ts'
import { defineRoute } from '#lib/http/define-route.ts'
import { preferredLanguage } from '#lib/http/preferred-language.ts'
import { ProblemError } from '#lib/http/problem.ts'
import { problemResponses } from '#lib/http/wire-schemas.ts'
import type { ErasureOptions } from '../erasure/erasure-options.ts'
import { exportFiles } from '../erasure/export-files.ts'

const RETRY_AFTER_SECONDS = '30'

/** `GET /accounts/people/me/export`; one export at a time per person. */
export const accountExportGet = defineRoute({
  method: 'get',
  path: '/accounts/people/me/export',
  access: ['own', 'operate', 'admin'],
  summary: 'Exports all stored data of the caller: a zip of JSON and pictures',
  answers: {
    200: {
      description: 'The zip',
      content: { 'application/zip': { schema: z.any().openapi({ type: 'string', format: 'binary' }) } },
    },
    ...problemResponses,
  },
  handle: (options: ErasureOptions) => {
    const underWay = new Set<string>()
    return async (c) => {
      const person = personOf(c.get('caller')) ?? ''
      const day = new Date().toISOString().slice(0, 10)
      const headers = {
        'content-type': 'application/zip',
        'content-disposition': `attachment; filename="pushtech-${day}.zip"`,
        'cache-control': 'no-store',
      }
      // The body of a HEAD is never read nor cancelled: its export would never end.
      if (c.req.method === 'HEAD') return new Response(null, { headers })
      if (underWay.has(person)) {
        const detail = 'Another export of this account is running: wait until it ends, then try again'
        throw new ProblemError({
          status: 429,
          code: 'export_under_way',
          detail,
          headers: { 'retry-after': RETRY_AFTER_SECONDS },
        })
      }
      underWay.add(person)
      const done = () => underWay.delete(person)
      try {
        const language = preferredLanguage(c.req.header('accept-language') ?? '')
        const zip = makeZip(await exportFiles(person, language, options))
        return new Response(whenOver(zip, done), { headers })
      } catch (error) {
        done()
        throw error
      }
    }
  },
})

/** A stream that calls `tell` when it was read to its end, failed, or was cancelled. */
function whenOver(stream: ReadableStream<Uint8Array>, tell: () => void): ReadableStream<Uint8Array> {
  const reader = stream.getReader()
  return new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await reader.read()
        if (!done) return controller.enqueue(value)
        controller.close()
      } catch (error) {
        controller.error(error)
      }
      tell()
    },
    async cancel(reason) {
      tell()
      await reader.cancel(reason)
    },
  })
}
