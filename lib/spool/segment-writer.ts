import { open, rm, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import { syncFolder } from '#lib/files/sync-folder.ts'
import { SEGMENT_MAGIC } from '#lib/spool/segment-format.ts'

/** Appends records to segments. */
export interface SegmentWriter {
  /** Resolves once the records are on the disk, with fsync; rejects when they may not be. */
  append(records: Buffer): Promise<void>
  /** Resolves when no segment is open for writing; the next append begins a new one. */
  seal(): Promise<void>
}

/** Where segments go, and how large they grow. */
export interface SegmentWriterOptions {
  /** Returns the path of a new segment. */
  readonly nextPath: () => string
  readonly segmentBytesMax: number
  /** Called with the number of bytes that were added to a segment. */
  readonly onWritten: (path: string, bytes: number) => void
}

interface Waiting {
  readonly records: Buffer
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

interface OpenSegment {
  readonly path: string
  readonly file: FileHandle
  size: number
  /** Whether a part of it was synced. */
  isKept: boolean
}

/**
 * A writer that writes and syncs together all appends that came during the last write: no append waits for others to come,
 * and one fsync serves many. A segment with a failed write or sync is never written again: data after the failure could not be
 * read, and the kernel reports a failed sync only once.
 */
export function openSegmentWriter(options: SegmentWriterOptions): SegmentWriter {
  const { nextPath, segmentBytesMax, onWritten } = options
  const waiting: Waiting[] = []
  const sealing: (() => void)[] = []
  let segment: OpenSegment | undefined
  let isRunning = false

  function run(): void {
    if (isRunning) return
    isRunning = true
    // Further appends of this turn of the event loop join the same write.
    setImmediate(() => {
      void writeAll()
    })
  }

  async function writeAll(): Promise<void> {
    while (waiting.length > 0 || sealing.length > 0) {
      if (sealing.length > 0) {
        await leave()
        for (const resolve of sealing.splice(0)) resolve()
      }
      const group = waiting.splice(0)
      if (group.length === 0) continue
      try {
        await write(Buffer.concat(group.map(({ records }) => records)))
        for (const { resolve } of group) resolve()
      } catch (error) {
        await abandon()
        for (const { reject } of group) reject(error)
      }
    }
    // No await before this line: a later append starts a new run.
    isRunning = false
  }

  async function write(records: Buffer): Promise<void> {
    if (segment !== undefined && segment.size + records.length > segmentBytesMax) await leave()
    const isNew = segment === undefined
    segment ??= await begin()
    const bytes = isNew ? Buffer.concat([SEGMENT_MAGIC, records]) : records
    await writeWhole(segment, bytes)
    await segment.file.datasync()
    if (isNew) await syncFolder(dirname(segment.path))
    segment.isKept = true
    onWritten(segment.path, bytes.length)
  }

  async function begin(): Promise<OpenSegment> {
    const path = nextPath()
    return { path, file: await open(path, 'wx', 0o600), size: 0, isKept: false }
  }

  async function leave(): Promise<void> {
    const left = segment
    segment = undefined
    // It is not written again, and its content is synced.
    await left?.file.close().catch(() => undefined)
  }

  async function abandon(): Promise<void> {
    const left = segment
    await leave()
    // No append in it was confirmed, and the disk may need its space.
    if (left !== undefined && !left.isKept) await rm(left.path, { force: true }).catch(() => undefined)
  }

  return {
    append(records) {
      return new Promise((resolve, reject) => {
        waiting.push({ records, resolve, reject })
        run()
      })
    },
    seal() {
      return new Promise((resolve) => {
        sealing.push(resolve)
        run()
      })
    },
  }
}

async function writeWhole(segment: OpenSegment, bytes: Buffer): Promise<void> {
  for (let at = 0; at < bytes.length;) {
    const { bytesWritten } = await segment.file.write(bytes, at, bytes.length - at, segment.size)
    segment.size += bytesWritten
    at += bytesWritten
    if (bytesWritten === 0) throw new Error('the disk accepted no bytes')
  }
}
