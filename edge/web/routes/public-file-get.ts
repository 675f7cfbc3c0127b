import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { App } from '#lib/http/create-app.ts'
import { notFound } from '#lib/http/problem.ts'
import { serveFile } from '#lib/http/serve-file.ts'

const FOLDER = join(import.meta.dirname, '../public')

/** Scripts of packages that pages import: the name here, then folder and name as it was installed. */
const BORROWED = new Map([
  ['uqr.js', [dirname(fileURLToPath(import.meta.resolve('uqr'))), 'index.mjs'] as const],
])

/** `GET /public/{file}`: scripts, styles and pictures of the pages. */
export function getPublicFile(app: App): void {
  app.get('/public/:file', async (c) => {
    const [folder, name] = BORROWED.get(c.req.param('file')) ?? [FOLDER, c.req.param('file')]
    const response = await serveFile(folder, name, c.req.header('if-none-match'))
    if (response === undefined) throw notFound('file')
    return response
  })
}
