import { notFound } from '#lib/http/problem.ts'
import type { Assets } from '#lib/ui/assets.ts'

// A file with the hash of its content in its name never changes.
const KEPT = 'public, max-age=31536000, immutable'
const NOT_KEPT = 'no-store'

/**
 * Answers a request for a built file.
 *
 * @throws {ProblemError} 404 when there is no such file.
 */
export function serveFile(assets: Assets, hashedName = ''): Response {
  const file = assets.find(hashedName)
  if (file === undefined) throw notFound('file')
  return new Response(file.bytes, {
    headers: {
      'content-type': file.type,
      // For HEAD, whose response has no bytes to count.
      'content-length': String(file.bytes.length),
      'cache-control': file.isExact ? KEPT : NOT_KEPT,
      'x-content-type-options': 'nosniff',
    },
  })
}
