import { EXIT } from '#lib/station/run-main.ts'

/** Options of `VerbError`. */
export interface VerbErrorOptions extends ErrorOptions {
  /** True for wrong use: the exit code is then 2, not 1. */
  readonly isWrongUse?: boolean
}

/** A verb failed; `hint` says what can help. It is printed without a stack trace. */
export class VerbError extends Error {
  override readonly name = 'VerbError'
  readonly hint: string
  readonly exitCode: typeof EXIT.broken | typeof EXIT.misconfigured

  constructor(message: string, hint: string, { isWrongUse = false, ...options }: VerbErrorOptions = {}) {
    super(message, options)
    this.hint = hint
    this.exitCode = isWrongUse ? EXIT.misconfigured : EXIT.broken
  }
}
