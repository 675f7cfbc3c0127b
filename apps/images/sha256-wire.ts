import { z } from '@hono/zod-openapi'

/** A SHA-256 in the path of a route. */
export const sha256Parameter = z
  .string({ error: 'must be text' })
  .regex(/^[0-9a-f]{64}$/u, { error: 'must be a SHA-256 in 64 small hex digits' })
  .openapi({ example: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855' })
