import { z } from '@hono/zod-openapi'
import { ownId } from '#lib/http/wire-schemas.ts'
import type { Bulk } from '#lib/store/bulks.ts'

/** The media type of lines of JSON. Its type is `string`, because the types of the router take it for a form of JSON. */
export const NDJSON_TYPE: string = 'application/x-ndjson'

const counts = {
  new: z.int(),
  refreshed: z.int(),
  unchanged: z.int(),
  removed: z.int(),
  refused: z.int(),
}

/** A run, as it is shown. */
export const bulkSchema = z
  .object({
    run: ownId,
    lines: z.int().openapi({ description: 'How many lines are stored: the body may go on behind them' }),
    done: z
      .boolean()
      .openapi({ description: 'True once all lines are stored, and what vanished is removed' }),
    held: z.boolean().openapi({ description: 'True while a call writes it' }),
    started: z.string(),
    ...counts,
  })
  .openapi('Bulk')

/** The view of a run. */
export function showBulk(bulk: Bulk, nowMs: number): z.output<typeof bulkSchema> {
  const { run, lines, isDone, startedAt, heldUntil } = bulk
  const started = new Date(startedAt).toISOString()
  return { run, lines, done: isDone, held: heldUntil > nowMs, started, ...showCounts(bulk) }
}

/** The last line of an answer. */
export function showTotals(bulk: Bulk, isDone: boolean) {
  const { run, lines } = bulk
  const kept = isDone && bulk.unnamed > 0 ? { kept: keptBecause(bulk) } : {}
  return { run, lines, complete: isDone, ...showCounts(bulk), ...kept }
}

function keptBecause({ unnamed }: Bulk): string {
  return `Nothing was removed: lines without a readable "ref" were refused (${unnamed}), and nobody knows which offers they mean`
}

function showCounts({ created, refreshed, unchanged, removed, refused }: Bulk) {
  return { new: created, refreshed, unchanged, removed, refused }
}

/** A body or an answer of lines of JSON. */
export function ndjson(description: string) {
  return { description, content: { [NDJSON_TYPE]: { schema: z.string() } } }
}
