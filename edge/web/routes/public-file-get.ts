import { join } from 'node:path'
import type { App } from '#lib/http/create-app.ts'
import { notFound } from '#lib/http/problem.ts'
import { serveFile } from '#lib/http/serve-file.ts'

const FOLDER = join(import.meta.dirname, '../public')

/** `GET /public/{file}`: scripts, styles and pictures of the pages. */
export function getPublicFile(app: App): void {
  app.get('/public/:file', async (c) => {
    const response = await serveFile(FOLDER, c.req.param('file'), c.req.header('if-none-match'))
    if (response === undefined) throw notFound('file')
    return response
  })
}
