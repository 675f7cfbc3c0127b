/** The configuration is invalid. `mistakes` lists all mistakes, one sentence each, without secrets. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly mistakes: readonly string[]

  constructor(mistakes: readonly string[]) {
    super(`Cannot read the configuration: ${mistakes.join('; ')}`)
    this.mistakes = mistakes
  }
}
