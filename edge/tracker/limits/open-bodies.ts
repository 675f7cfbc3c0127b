import { openBodyWatch } from '#lib/http/body-watch.ts'
import { ProblemError, type Problem } from '#lib/http/problem.ts'
import { isAnnouncedLarger, tooLarge } from '#lib/http/read-json.ts'
import { readUpTo } from '#lib/http/read-up-to.ts'
import { unpack } from '#lib/http/unpack.ts'
import type { TrackerLimits } from '../options.ts'
import { notReadWhole, notUnpacked } from './body-problems.ts'

/** A body, as far as it was read. */
export interface ReadBody {
  /** Decompressed; empty if that fails. */
  readonly bytes: Uint8Array
  /** Why it was not read whole. */
  readonly problem: Problem | undefined
  /** True if it did not arrive whole: a retry can succeed. */
  readonly isCutOff: boolean
}

/** Reads and decompresses bodies of one kind, within their limits. */
export interface BodyReader {
  /** @throws {ProblemError} 400 cut off or damaged, 408 stalled, 413 too large, 415 unknown encoding. */
  whole(request: Request): Promise<Uint8Array>
  /** Reads as much as possible; a problem is part of the result. */
  soFar(request: Request): Promise<ReadBody>
}

/** The readers of all kinds of bodies. */
export interface Bodies {
  readonly event: BodyReader
  readonly batch: BodyReader
  /** For reports of phones. */
  readonly phone: BodyReader
  /** For batches or reports that an edge tracker of ours turned into entries of the stream. */
  readonly entries: BodyReader
  /** Ends the slow body that began first; false if there is no slow body. */
  endSlowest(): boolean
}

const SECOND_MS = 1_000

const NOTHING = new Uint8Array()

// Encodings that mean "not compressed".
const NONE = new Set(['', 'identity'])

// Up to this size the ratio is not checked, because small bodies cost little work.
const RATIO_FREE_BYTES = 65_536

// An entry has more fields than the event in the call, so entries are larger than their batch.
const ENTRIES_GROWTH_MAX = 4

/** Opens the readers of bodies. One watch ends stalled bodies of all of them. */
export function openBodies(limits: TrackerLimits): Bodies {
  const { eventBytesMax, batchBytesMax, batchUnpackedBytesMax, phoneBytesMax, unpackRatioMax } = limits
  const entriesBytesMax = Math.max(batchBytesMax, phoneBytesMax) * ENTRIES_GROWTH_MAX
  const watch = openBodyWatch({
    gapMsMax: limits.bodyGapSecondsMax * SECOND_MS,
    wholeMsMax: limits.bodySecondsMax * SECOND_MS,
  })

  function unpacked(bytes: Uint8Array, encoding: string, unpackedBytesMax: number): ReadBody {
    const ratioBytesMax = Math.max(RATIO_FREE_BYTES, bytes.byteLength * unpackRatioMax)
    const bytesMax = Math.min(unpackedBytesMax, ratioBytesMax)
    const result = unpack(bytes, encoding, bytesMax)
    return result.end === 'whole'
      ? { bytes: result.bytes, problem: undefined, isCutOff: false }
      : { bytes: NOTHING, problem: notUnpacked(result.end, bytesMax), isCutOff: false }
  }

  function reader(bytesMax: number, unpackedBytesMax: number): BodyReader {
    async function soFar(request: Request): Promise<ReadBody> {
      const { bytes, end } = await readUpTo(request, bytesMax, watch)
      if (end !== 'whole') {
        return { bytes, problem: notReadWhole(end, bytesMax), isCutOff: end !== 'too-large' }
      }
      const encoding = request.headers.get('content-encoding')
      return encoding === null || NONE.has(encoding.toLowerCase())
        ? { bytes, problem: undefined, isCutOff: false }
        : unpacked(bytes, encoding, unpackedBytesMax)
    }

    return {
      soFar,
      async whole(request) {
        if (isAnnouncedLarger(request, bytesMax)) throw new ProblemError(tooLarge(bytesMax))
        const { bytes, problem } = await soFar(request)
        if (problem !== undefined) throw new ProblemError(problem)
        return bytes
      },
    }
  }

  return {
    event: reader(eventBytesMax, eventBytesMax),
    batch: reader(batchBytesMax, batchUnpackedBytesMax),
    phone: reader(phoneBytesMax, Math.max(phoneBytesMax, batchUnpackedBytesMax)),
    entries: reader(entriesBytesMax, entriesBytesMax),
    endSlowest: () => watch.endSlowest(),
  }
}
