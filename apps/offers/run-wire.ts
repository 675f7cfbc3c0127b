import { z } from '@hono/zod-openapi'
import { RUN_STATES, type Run } from '#lib/store/runs.ts'

/** A run as it is shown in lists. */
export const runSchema = z
  .object({
    id: z.string(),
    number: z.int().openapi({ description: 'Counts the runs of its importer' }),
    importer: z.string(),
    state: z.enum(RUN_STATES).openapi({
      description:
        'suspect: the source looked broken, nothing was taken back; approved: an operator stands by it',
    }),
    started: z.string(),
    ended: z.string().optional(),
    cancelled: z.string().optional().openapi({ description: 'When somebody asked it to end' }),
    items: z.int().optional().openapi({ description: 'Offers that the source named' }),
    created: z.int(),
    refreshed: z.int(),
    removed: z.int(),
    refused: z.int(),
    reasons: z.record(z.string(), z.int()).openapi({ description: 'How many were refused, by reason' }),
    reason: z.string().optional(),
  })
  .openapi('Run')

/** A run as callers see it. */
export function showRun(run: Run): z.output<typeof runSchema> {
  const { id, fence, importer, state, startedAt, endedAt, cancelledAt, items, reasons, reason } = run
  const { created, refreshed, removed, refused } = run
  return {
    id,
    number: fence,
    importer,
    state,
    started: new Date(startedAt).toISOString(),
    ...(endedAt !== undefined && { ended: new Date(endedAt).toISOString() }),
    ...(cancelledAt !== undefined && { cancelled: new Date(cancelledAt).toISOString() }),
    ...(items !== undefined && { items }),
    created,
    refreshed,
    removed,
    refused,
    reasons: { ...reasons },
    ...(reason !== undefined && { reason }),
  }
}
