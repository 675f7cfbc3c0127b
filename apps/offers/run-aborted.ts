import type { RunEnd } from '#lib/store/runs.ts'

/** The reason why a run must end early; it is the reason of its signal. */
export class RunAborted extends Error {
  override readonly name = 'RunAborted'
  readonly state: Extract<RunEnd['state'], 'failed' | 'cancelled'>

  constructor(state: RunAborted['state'], reason: string) {
    super(reason)
    this.state = state
  }
}
