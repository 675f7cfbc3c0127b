import { z } from '@hono/zod-openapi'
import type { Run } from '#lib/store/runs.ts'

/** A run as it is shown. */
export const runSchema = z
  .object({
    id: z.string(),
    state: z.enum(['running', 'done', 'failed']),
    started: z.string(),
    ended: z.string().optional(),
    created: z.int(),
    refreshed: z.int(),
    removed: z.int(),
    refused: z.int(),
    reason: z.string().optional(),
  })
  .openapi('Run')

/** A run as callers see it. */
export function showRun(run: Run): z.output<typeof runSchema> {
  const { id, state, startedAt, endedAt, created, refreshed, removed, refused, reason } = run
  return {
    id,
    state,
    started: new Date(startedAt).toISOString(),
    ...(endedAt !== undefined && { ended: new Date(endedAt).toISOString() }),
    created,
    refreshed,
    removed,
    refused,
    ...(reason !== undefined && { reason }),
  }
}
