import { liveFrameSchema, type LiveFrame } from '#lib/service-client/live-frame.ts'
import type { ServiceClient } from '#lib/service-client/service-client.ts'

// The page is shown without the frame when it takes longer.
const WAIT_MS = 1_000

/** What happened lately, for a page that is read before its script runs; undefined when apps/kafidx does not answer in time. */
export async function readFirstFrame(kafidx: ServiceClient): Promise<LiveFrame | undefined> {
  try {
    const response = await kafidx.call('/kafidx/now', { signal: AbortSignal.timeout(WAIT_MS) })
    return response.ok ? liveFrameSchema.parse(await response.json()) : undefined
  } catch {
    return undefined
  }
}
