import { Worker } from 'node:worker_threads'
import { ProblemError } from '#lib/http/problem.ts'
import { undecodable } from '../engine/source/refusals.ts'
import type { Derivative, Master } from '../engine/image-engine.ts'
import type { Answer, Task } from './wire.ts'

/** One thread. It does one job at a time. */
export interface Thread {
  /** Rejects with a `ProblemError` as the engine does, or when the time is over or the thread dies. */
  run(task: Task): Promise<Master | Derivative>
  /** True when it must not get another job. */
  readonly isSpent: boolean
  end(): void
}

/** Limits of a thread. */
export interface ThreadLimits {
  readonly jobMs: number
  readonly jobsMax: number
  readonly memoryBytesMax: number
}

const START_MS = 30_000

/** Starts a thread on a module that calls `serveEngine()`. */
export async function startThread(module: URL, limits: ThreadLimits): Promise<Thread> {
  const worker = new Worker(module)
  // It does not keep the process alive.
  worker.unref()
  let jobs = 0
  let isSpent = false

  function end(): void {
    isSpent = true
    // Not awaited: it resolves only after the code inside WebAssembly has returned.
    void worker.terminate().catch(() => undefined)
  }

  /** The next answer; rejects when the thread dies before, or the time is over. */
  function nextAnswer(waitMs: number, late: () => Error, died: (cause: unknown) => Error): Promise<Answer> {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>()
    const fail = (error: Error) => {
      end()
      reject(error)
    }
    const timer = setTimeout(() => fail(late()), waitMs)
    const failed = (cause: unknown) => fail(died(cause))
    worker.once('message', resolve)
    worker.once('error', failed)
    worker.once('exit', failed)
    return promise.finally(() => {
      clearTimeout(timer)
      worker.off('message', resolve)
      worker.off('error', failed)
      worker.off('exit', failed)
    })
  }

  await nextAnswer(
    START_MS,
    () =>
      new Error(
        `Cannot start a thread for pictures: "${module.pathname}" was not ready after ${START_MS} ms`,
      ),
    (cause) => new Error(`Cannot start a thread for pictures: "${module.pathname}" ended`, { cause }),
  )

  return {
    get isSpent() {
      return isSpent
    },
    async run(task) {
      // A copy moves to the thread: the caller still has its bytes, and a moved buffer may hold more than these.
      const bytes = new Uint8Array(task.bytes)
      worker.postMessage({ ...task, bytes }, [bytes.buffer])
      jobs += 1
      const answer = await nextAnswer(
        limits.jobMs,
        () => tooSlow(limits.jobMs),
        (cause) => Object.assign(undecodable(), { cause }),
      )
      if (answer.kind === 'ready') throw new Error('Cannot use a thread for pictures: it started twice')
      isSpent ||= answer.hasPanicked || answer.memoryBytes > limits.memoryBytesMax || jobs >= limits.jobsMax
      if (answer.kind === 'done') return answer.result
      if (answer.kind === 'refused') throw new ProblemError(answer.problem)
      throw new Error(`Cannot process a picture: ${answer.message}`)
    },
    end,
  }
}

function tooSlow(jobMs: number): ProblemError {
  const detail = `The picture takes more than ${jobMs / 1_000} seconds to decode: send it smaller`
  return new ProblemError({ status: 422, code: 'too_slow', detail })
}
