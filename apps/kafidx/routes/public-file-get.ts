import { join } from 'node:path'
import { definePlainRoute } from '#lib/http/define-plain-route.ts'
import { notFound } from '#lib/http/problem.ts'
import { serveFile } from '#lib/http/serve-file.ts'

const FOLDER = join(import.meta.dirname, '../public')

/** `GET /kafidx/public/{file}`: scripts and styles of the pages. */
export const publicFileGet = definePlainRoute({
  path: '/kafidx/public/{file}',
  access: { everybody: 'scripts and styles contain no data of the pages' },
  summary: 'Scripts and styles of the pages',
  handle: () => async (c) => {
    const response = await serveFile(FOLDER, c.req.param('file') ?? '', c.req.header('if-none-match'))
    if (response === undefined) throw notFound('file')
    return response
  },
})
