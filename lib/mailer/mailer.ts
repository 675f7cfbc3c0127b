/** One mail of plain text to one person. */
export interface Mail {
  /** One address, `name@host`, without a name before it. */
  readonly to: string
  readonly subject: string
  readonly text: string
}

/** Sends mail. */
export interface Mailer {
  /**
   * Resolves when the mail has left: the server accepted it, or its file is on the disk. A mail may leave twice when a call
   * that failed is repeated, for the server's answer may have been lost.
   *
   * @throws {RangeError} when `to` is no single address, or `to` or `subject` holds a control character such as a line break.
   * @throws {ProblemError} 422 `mail_refused` when the server will never take a mail for this recipient, or this mail.
   * @throws {UnavailableError} when it may be taken later: no server, no answer in time, credentials refused, no room.
   */
  send(mail: Mail): Promise<void>
  /**
   * Resolves when a mail could leave now; sends none.
   *
   * @throws {UnavailableError} when it could not.
   */
  check(): Promise<void>
  /**
   * Lets go of what is open, once mails on their way have left or failed, which it waits for 10 s at most; `send()` and
   * `check()` then reject with an UnavailableError.
   */
  close(): Promise<void>
}
