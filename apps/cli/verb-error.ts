import { EXIT } from '#lib/station/run-main.ts'

/** How a verb failed. */
export interface VerbErrorOptions extends ErrorOptions {
  /** True where what was asked cannot be asked: the exit code is 2 then, not 1. */
  readonly isWrongUse?: boolean
}

/** A verb cannot do what it was asked; `hint` says what would help. Printed without a stack trace. */
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
