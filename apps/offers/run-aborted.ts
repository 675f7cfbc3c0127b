import type { RunEnd } from '#lib/store/runs.ts'

/** Why a run has to end before it is through; the reason of its signal. */
export class RunAborted extends Error {
  override readonly name = 'RunAborted'
  readonly state: Extract<RunEnd['state'], 'failed' | 'cancelled'>

  constructor(state: RunAborted['state'], reason: string) {
    super(reason)
    this.state = state
  }
}
