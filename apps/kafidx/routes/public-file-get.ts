import { join } from 'node:path'
import type { App } from '#lib/http/create-app.ts'
import { notFound } from '#lib/http/problem.ts'
import { serveFile } from '#lib/http/serve-file.ts'

const FOLDER = join(import.meta.dirname, '../public')

/** `GET /kafidx/public/{file}`: scripts and styles of its pages. */
export function getPublicFile(app: App): void {
  app.get('/kafidx/public/:file', async (c) => {
    const response = await serveFile(FOLDER, c.req.param('file'), c.req.header('if-none-match'))
    if (response === undefined) throw notFound('file')
    return response
  })
}
