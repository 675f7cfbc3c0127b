/** A verb cannot do what it was asked; `hint` says what would help. Printed without a stack trace. */
export class VerbError extends Error {
  override readonly name = 'VerbError'
  readonly hint: string

  constructor(message: string, hint: string, options?: ErrorOptions) {
    super(message, options)
    this.hint = hint
  }
}
