/** The configuration is wrong: every mistake at once, one sentence each, no secret in any of them. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly mistakes: readonly string[]

  constructor(mistakes: readonly string[]) {
    super(`Cannot read the configuration: ${mistakes.join('; ')}`)
    this.mistakes = mistakes
  }
}
