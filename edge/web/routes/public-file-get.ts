import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { definePlainRoute } from '#lib/http/define-plain-route.ts'
import { notFound } from '#lib/http/problem.ts'
import { serveFile } from '#lib/http/serve-file.ts'

const FOLDER = join(import.meta.dirname, '../public')

/** Scripts of packages that pages import: the name here, then folder and name as it was installed. */
const BORROWED = new Map([
  ['uqr.js', [dirname(fileURLToPath(import.meta.resolve('uqr'))), 'index.mjs'] as const],
])

/** `GET /public/{file}`: scripts, styles and pictures of the pages. */
export const publicFileGet = definePlainRoute({
  path: '/public/{file}',
  access: { everybody: 'pages for everybody load them' },
  summary: 'Scripts, styles and pictures of the pages',
  handle: () => async (c) => {
    const file = c.req.param('file') ?? ''
    const [folder, name] = BORROWED.get(file) ?? [FOLDER, file]
    const response = await serveFile(folder, name, c.req.header('if-none-match'))
    if (response === undefined) throw notFound('file')
    return response
  },
})
