import { z } from '@hono/zod-openapi'
import { RUN_STATES, type Run } from '#lib/store/runs.ts'

/** A run in lists of the API. */
export const runSchema = z
  .object({
    id: z.string(),
    number: z.int().openapi({ description: 'Number of this run of its importer, in sequence' }),
    importer: z.string(),
    state: z.enum(RUN_STATES).openapi({
      description:
        'suspect: the source looked broken, no offer was removed; approved: an operator approved a suspect run',
    }),
    started: z.string(),
    ended: z.string().optional(),
    cancelled: z.string().optional().openapi({ description: 'When the run was cancelled' }),
    items: z.int().optional().openapi({ description: 'Offers in the source' }),
    created: z.int(),
    refreshed: z.int(),
    removed: z.int(),
    refused: z.int(),
    reasons: z.record(z.string(), z.int()).openapi({ description: 'Refused items, by reason' }),
    reason: z.string().optional(),
  })
  .openapi('Run')

/** A run with the first items that it refused. */
export const wholeRunSchema = runSchema
  .extend({
    refusals: z
      .array(z.object({ key: z.string().optional(), reason: z.string() }))
      .openapi({ description: 'The first refused items, once the run has ended' }),
  })
  .openapi('WholeRun')

/** An importer, with its last run. */
export const jobSchema = z
  .object({
    id: z.string(),
    owner: z.string(),
    cron: z.string(),
    keywords: z.array(z.string()),
    last: runSchema.optional(),
  })
  .openapi('Job')

/** Converts a run for an answer of the API. */
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
