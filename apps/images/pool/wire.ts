import type { Derivative, Master, ServedFormat } from '../engine/image-engine.ts'
import type { Preset } from '../presets.ts'
import type { Problem } from '#lib/http/problem.ts'

/** A job for a thread. */
export type Task =
  | { readonly kind: 'read'; readonly bytes: Uint8Array }
  | {
      readonly kind: 'derive'
      readonly bytes: Uint8Array
      readonly preset: Preset
      readonly format: ServedFormat
    }

/** What a thread sends: first that it has started, then one answer for each job. */
export type Answer =
  | { readonly kind: 'ready' }
  | ({ readonly kind: 'done'; readonly result: Master | Derivative } & State)
  | ({ readonly kind: 'refused'; readonly problem: Problem } & State)
  | ({ readonly kind: 'failed'; readonly message: string } & State)

/** The state of a thread after a job. */
export interface State {
  /** True after a panic: the memory of the decoder may be damaged. */
  readonly hasPanicked: boolean
  readonly memoryBytes: number
}
