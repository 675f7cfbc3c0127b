import { parentPort } from 'node:worker_threads'
import { ProblemError } from '#lib/http/problem.ts'
import type { Derivative, ImageEngine, Master } from '../engine/image-engine.ts'
import type { Answer, State, Task } from './wire.ts'

/** The inside of a thread: does the jobs that arrive, one at a time; the pool sends the next one after the answer. */
export function serveEngine(engine: ImageEngine): void {
  const port = parentPort
  if (port === null) throw new Error('Cannot serve an image engine: this is not a thread of a pool')

  async function answer(task: Task): Promise<void> {
    const reply = await outcomeOf(engine, task)
    const buffer = reply.kind === 'done' ? reply.result.bytes.buffer : undefined
    port?.postMessage(reply, buffer instanceof ArrayBuffer ? [buffer] : [])
  }

  port.on('message', (task: Task) => void answer(task))
  port.postMessage({ kind: 'ready' } satisfies Answer)
}

async function outcomeOf(engine: ImageEngine, task: Task): Promise<Exclude<Answer, { kind: 'ready' }>> {
  try {
    const result = await (task.kind === 'read'
      ? engine.read(task.bytes)
      : engine.derive(task.bytes, task.preset, task.format))
    return { kind: 'done', result: movable(result), ...stateOf(undefined) }
  } catch (error) {
    if (error instanceof ProblemError) return { kind: 'refused', problem: error.problem, ...stateOf(error) }
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error)
    return { kind: 'failed', message, ...stateOf(error) }
  }
}

/** Bytes that are a part of a larger buffer are copied: a transfer takes the whole buffer. */
function movable<Result extends Master | Derivative>(result: Result): Result {
  const isWhole = result.bytes.byteLength === result.bytes.buffer.byteLength
  return isWhole ? result : { ...result, bytes: new Uint8Array(result.bytes) }
}

function stateOf(error: unknown): State {
  // Also frees the buffers of the job; the numbers are those of the last collection.
  Bun.gc(true)
  const { heapUsed, external } = process.memoryUsage()
  return { hasPanicked: isPanic(error), memoryBytes: Math.max(heapUsed, external) }
}

function isPanic(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return error instanceof WebAssembly.RuntimeError || isPanic(error.cause)
}
