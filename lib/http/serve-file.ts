import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createHash } from 'node:crypto'

const NAME = /^[a-z0-9][a-z0-9-]{0,63}\.(m?js|css|svg|png|ico|webmanifest)$/u
const ETAG_LENGTH = 22

const TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  mjs: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  ico: 'image/x-icon',
  webmanifest: 'application/manifest+json',
}

/**
 * A file of a folder, by its plain name, with type and ETag; 304 when the browser has it already. Undefined when there is no
 * such file, or the name contains a path.
 */
export async function serveFile(
  folder: string,
  name: string,
  ifNoneMatch: string | undefined,
): Promise<Response | undefined> {
  const [, extension] = NAME.exec(name) ?? []
  if (extension === undefined) return undefined
  let bytes
  try {
    bytes = await readFile(join(folder, name))
  } catch {
    return undefined
  }
  const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, ETAG_LENGTH)}"`
  const headers = { etag, 'cache-control': 'no-cache', 'x-content-type-options': 'nosniff' }
  if (ifNoneMatch === etag) return new Response(null, { status: 304, headers })
  return new Response(new Uint8Array(bytes), {
    headers: {
      ...headers,
      'content-type': TYPES[extension] ?? 'application/octet-stream',
      // For HEAD, which has no body whose bytes could be counted.
      'content-length': String(bytes.length),
    },
  })
}
