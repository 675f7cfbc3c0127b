import { z } from 'zod'
import { messageOf } from '#lib/errors/message-of.ts'
import { readLines } from '#lib/http/read-lines.ts'
import { processEnvironment } from '#lib/config/process-environment.ts'
import { adminAuthorization } from '../call-as-admin.ts'
import { stationAddresses } from '../station-addresses.ts'

/** How storage is called for the offers of an owner. */
export interface BulkTarget {
  readonly url: string
  /** Signed anew for each call, because tokens live for minutes. */
  readonly authorization: () => Promise<string>
}

/** A line of the answer of a bulk, as far as we read it. */
export const answerSchema = z.object({
  stored: z.int().optional(),
  line: z.int().optional(),
  field: z.string().optional(),
  reason: z.string().optional(),
  complete: z.boolean().optional(),
  new: z.int().optional(),
  refreshed: z.int().optional(),
  unchanged: z.int().optional(),
  removed: z.int().optional(),
  refused: z.int().optional(),
  kept: z.string().optional(),
  problem: z.object({ code: z.string(), detail: z.string() }).optional(),
})
export type BulkAnswer = z.output<typeof answerSchema>

/** The connection broke, or storage cannot go on now: try again. */
export class BrokenError extends Error {
  override readonly name = 'BrokenError'
}

const ANSWER_LINE_BYTES_MAX = 1_048_576

/** The settings that hold the address, for a hint. */
export const STORAGE_SETTINGS = 'STORAGE_URL, or STORAGE_PORT on this machine'

/** How to call storage for the offers of an owner. */
export function bulkTarget(owner: string, attempt: string): BulkTarget {
  const base = stationAddresses(processEnvironment())('storage')
  return {
    url: `${base}/store/bulk/offers/${encodeURIComponent(owner)}`,
    authorization: () => adminAuthorization({ attempt, station: 'storage' }),
  }
}

/**
 * The lines of an answer as text.
 *
 * @throws {BrokenError} when the answer breaks off.
 */
export async function* linesOf({ body }: Response): AsyncGenerator<string> {
  if (body === null) return
  try {
    for await (const { text } of readLines(body, ANSWER_LINE_BYTES_MAX)) if (text !== undefined) yield text
  } catch (error) {
    throw new BrokenError(messageOf(error), { cause: error })
  }
}
