import { availableParallelism } from 'node:os'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { openShareWork } from '#lib/loop/share-work.ts'
import type { ImageEngineName } from '../engine/create-image-engine.ts'
import type { Derivative, Master } from '../engine/image-engine.ts'
import { createFairQueue } from './create-fair-queue.ts'
import type { ImagePool, JobOptions } from './image-pool.ts'
import { checkRoom } from './check-room.ts'
import { startThread, type Thread } from './start-thread.ts'
import type { Task } from './wire.ts'

/** Options of a pool; each has a default. */
export interface ImagePoolOptions {
  /** An engine by name, or a module that calls `serveEngine()`. */
  readonly engine?: ImageEngineName | URL
  /** How many threads at most; they start when they are needed. */
  readonly size?: number
  readonly jobMs?: number
  readonly jobsPerThreadMax?: number
  readonly threadMemoryBytesMax?: number
  readonly waitingMax?: number
  readonly waitingPerOwnerMax?: number
}

const MIB = 1_048_576
const THREADS_MIN = 2
const THREADS_MAX = 8
const MODULES: Readonly<Record<ImageEngineName, URL>> = {
  bun: new URL('threads/bun.ts', import.meta.url),
  photon: new URL('threads/photon.ts', import.meta.url),
}

interface Job {
  readonly task: Task
  readonly resolve: (result: Master | Derivative) => void
  readonly reject: (error: unknown) => void
}

/**
 * Opens a pool of threads that decode pictures. A hostile picture can only hurt its thread, which is then replaced. Owners take
 * turns, and no owner has all threads at the same time.
 */
export function openImagePool({
  engine = 'bun',
  size = Math.min(THREADS_MAX, Math.max(THREADS_MIN, availableParallelism())),
  jobMs = 5_000,
  jobsPerThreadMax = 200,
  threadMemoryBytesMax = 512 * MIB,
  waitingMax = 64,
  waitingPerOwnerMax = 16,
}: ImagePoolOptions = {}): ImagePool {
  const module = typeof engine === 'string' ? MODULES[engine] : engine
  const limits = { jobMs, jobsMax: jobsPerThreadMax, memoryBytesMax: threadMemoryBytesMax }
  const runningPerOwnerMax = Math.max(1, size - 1)
  const queue = createFairQueue<Job>()
  const idle: Thread[] = []
  const threads = new Set<Thread>()
  const running = new Map<string, number>()
  const shareWork = openShareWork()
  let busy = 0
  let waitingBytes = 0
  let isClosed = false

  const mayRun = (owner: string) => (running.get(owner) ?? 0) < runningPerOwnerMax

  function startJobs(): void {
    while (busy < size) {
      const next = queue.take(mayRun)
      if (next === undefined) return
      waitingBytes -= next.job.task.bytes.length
      busy += 1
      running.set(next.owner, (running.get(next.owner) ?? 0) + 1)
      void runJob(next.job).finally(() => {
        busy -= 1
        const left = (running.get(next.owner) ?? 1) - 1
        if (left === 0) running.delete(next.owner)
        else running.set(next.owner, left)
        startJobs()
      })
    }
  }

  /** Never rejects: the caller of the job gets the error. */
  async function runJob({ task, resolve, reject }: Job): Promise<void> {
    let thread: Thread | undefined
    try {
      thread = idle.pop() ?? (await startThread(module, limits))
      threads.add(thread)
      if (isClosed) throw closed()
      resolve(await thread.run(task))
    } catch (error) {
      reject(isClosed ? closed() : error)
    }
    if (thread === undefined) return
    if (thread.isSpent || isClosed) {
      threads.delete(thread)
      thread.end()
    } else idle.push(thread)
  }

  async function add(task: Task, owner: string): Promise<Master | Derivative> {
    if (isClosed) throw closed()
    const mustWait = busy >= size || !mayRun(owner)
    if (mustWait)
      checkRoom({
        waiting: queue.size,
        waitingMax,
        own: queue.waitingOf(owner),
        ownMax: waitingPerOwnerMax,
        bytes: waitingBytes,
      })
    const { promise, resolve, reject } = Promise.withResolvers<Master | Derivative>()
    waitingBytes += task.bytes.length
    queue.add(owner, { task, resolve, reject })
    startJobs()
    return promise
  }

  /** One job for all equal ones under way. The result of the first is copied by nobody: callers do not change it. */
  function share(task: Task, { owner, key }: JobOptions): Promise<Master | Derivative> {
    if (key === undefined) return add(task, owner)
    const name = task.kind === 'read' ? `read ${key}` : `derive ${task.preset} ${task.format} ${key}`
    return shareWork(name, () => add(task, owner))
  }

  return {
    async read(bytes, job) {
      const result = await share({ kind: 'read', bytes }, job)
      if ('placeholder' in result) return result
      throw new Error('Cannot use the answer of a thread: it is not a master')
    },
    async derive(bytes, preset, format, job) {
      const result = await share({ kind: 'derive', bytes, preset, format }, job)
      if ('format' in result) return result
      throw new Error('Cannot use the answer of a thread: it is not a size of a picture')
    },
    close() {
      isClosed = true
      for (let next = queue.take(() => true); next !== undefined; next = queue.take(() => true))
        next.job.reject(closed())
      for (const thread of threads) thread.end()
      threads.clear()
      return Promise.resolve()
    },
  }
}

function closed(): UnavailableError {
  return new UnavailableError('Cannot process a picture: the station stops')
}
