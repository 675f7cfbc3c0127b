import { rename, statfs } from 'node:fs/promises'
import { basename } from 'node:path'
import { messageOf } from '#lib/errors/message-of.ts'
import { StartError } from '#lib/errors/start-error.ts'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { syncFolder } from '#lib/files/sync-folder.ts'
import { drainSegment, type Drained } from '#lib/spool/drain-segment.ts'
import { encodeRecords } from '#lib/spool/segment-format.ts'
import { openSegmentWriter } from '#lib/spool/segment-writer.ts'
import { listSegments, numberOf, segmentPath, type Segment } from '#lib/spool/segments.ts'
import { listSlots, takeSlot, trySlot, type Slot } from '#lib/spool/slots.ts'
import type { Spool } from '#lib/spool/spool.ts'
import type { Logger } from '#lib/telemetry/logger.ts'

/** How to open a spool. */
export interface SpoolOptions {
  /** Maximum number of waiting bytes; each process that shares a folder has its own limit. */
  readonly bytesMax: number
  readonly log?: Logger | undefined
  readonly segmentBytesMax?: number
}

const SEGMENT_BYTES_MAX = 4 * 1_048_576

type Keep = (values: readonly string[]) => Promise<void>

/**
 * Opens the spool in a folder; creates a missing folder.
 *
 * @throws {StartError} when the folder cannot be used.
 */
export async function openSpool(
  root: string,
  { bytesMax, log, segmentBytesMax = SEGMENT_BYTES_MAX }: SpoolOptions,
): Promise<Spool> {
  const { folder, lock, left } = await usable(root, async () => {
    const slot = await takeSlot(root)
    return { ...slot, left: await listSegments(slot.folder) }
  })
  const segments = new Map(left.map((segment) => [segment.path, segment]))
  const progress = new Map<string, Drained>()
  const stuck = new Set<string>()
  let newest = Math.max(0, ...[...segments.values()].map(({ number }) => number))
  let total = sizeOf(segments.values())
  // Bytes of appends that are not on the disk yet.
  let arriving = 0

  const writer = openSegmentWriter({
    nextPath: () => segmentPath(folder, (newest += 1)),
    segmentBytesMax,
    onWritten(path, bytes) {
      const before = segments.get(path) ?? { path, number: numberOf(path), bytes: 0 }
      segments.set(path, { ...before, bytes: before.bytes + bytes })
      total += bytes
    },
  })

  async function adopt(): Promise<void> {
    const others = (await listSlots(root)).filter((other) => other !== folder)
    for (const other of others) {
      try {
        await adoptSlot(other)
        stuck.delete(other)
      } catch (error) {
        leaveStuck(other, error)
      }
    }
  }

  async function adoptSlot(other: string): Promise<void> {
    const slot = trySlot(other)
    if (slot === undefined) return
    try {
      await moveSegments(slot)
    } finally {
      slot.lock.release()
    }
  }

  async function moveSegments(from: Slot): Promise<void> {
    const found = await listSegments(from.folder)
    for (const { path, bytes } of found) {
      const number = (newest += 1)
      const moved = segmentPath(folder, number)
      await rename(path, moved)
      segments.set(moved, { path: moved, number, bytes })
      total += bytes
    }
    if (found.length === 0) return
    await syncFolder(folder)
    await syncFolder(from.folder)
    log?.info('took over segments that another process left in the spool', {
      segments: found.length,
      bytes: sizeOf(found),
    })
  }

  async function drainNext(segment: Segment, keep: Keep): Promise<void> {
    const drained = progress.get(segment.path) ?? { at: 0, damagedBytes: 0 }
    progress.set(segment.path, drained)
    const damagedBytes = await drainSegment(segment, drained, keep)
    if (damagedBytes > 0) {
      log?.error('the disk damaged a segment of the spool', { segment: basename(segment.path), damagedBytes })
    }
    progress.delete(segment.path)
    segments.delete(segment.path)
    stuck.delete(segment.path)
    total -= segment.bytes
  }

  // Logged once, but tried again each time.
  function leaveStuck(path: string, error: unknown): void {
    if (!stuck.has(path)) log?.error('a part of the spool cannot be drained', { part: basename(path), error })
    stuck.add(path)
  }

  return {
    async append(values) {
      const records = encodeRecords(values)
      if (total + arriving + records.length > bytesMax) {
        throw new UnavailableError(`Cannot spool to "${folder}": its limit of ${bytesMax} bytes is reached`)
      }
      arriving += records.length
      try {
        await writer.append(records)
      } catch (error) {
        throw new UnavailableError(`Cannot spool to "${folder}": ${messageOf(error)}`, { cause: error })
      } finally {
        arriving -= records.length
      }
    },
    bytes: () => total,
    async room() {
      const { bavail, bsize } = await statfs(folder)
      return Math.max(0, Math.min(bytesMax - total - arriving, bavail * bsize))
    },
    async drain(keep) {
      await adopt()
      let refusal: { readonly error: unknown } | undefined
      const keepOrSay: Keep = async (values) => {
        try {
          await keep(values)
        } catch (error) {
          refusal = { error }
          throw error
        }
      }
      for (let after = 0; ;) {
        await writer.seal()
        const [oldest] = [...segments.values()]
          .filter(({ number }) => number > after)
          .toSorted((a, b) => a.number - b.number)
        if (oldest === undefined) return
        after = oldest.number
        try {
          await drainNext(oldest, keepOrSay)
        } catch (error) {
          if (refusal !== undefined) throw refusal.error
          leaveStuck(oldest.path, error)
        }
      }
    },
    async close() {
      await writer.seal()
      lock.release()
    },
  }
}

async function usable<Result>(root: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    throw new StartError(
      `Cannot use the spool in "${root}": ${messageOf(error)}`,
      'Give this user the right to write there, free some disk space, or set SPOOL_PATH to another folder. Without a value the tracker has no spool.',
      { cause: error },
    )
  }
}

function sizeOf(segments: Iterable<Segment>): number {
  let sum = 0
  for (const { bytes } of segments) sum += bytes
  return sum
}
