/** A plain text mail to one person. */
export interface Mail {
  /** One address, `name@host`, without a display name. */
  readonly to: string
  readonly subject: string
  readonly text: string
  /** Names the mail in its Message-ID; a new id without it. A mail that is sent again has the same. */
  readonly id?: string | undefined
  /** Ends mails of this kind with one POST, without a session (RFC 8058). */
  readonly unsubscribeUrl?: string | undefined
}

/** Sends mail. */
export interface Mailer {
  /**
   * Resolves when the mail is sent: the server accepted it, or its file is on the disk. If a call fails and is repeated, the mail
   * may be sent twice, because only the answer of the server may have been lost.
   *
   * @throws {RangeError} when `to` is not a single address, `to` or `subject` contains a control character such as a line break,
   * `id` is not a UUID, or `unsubscribeUrl` is not a plain HTTP address.
   * @throws {ProblemError} 422 `mail_refused` when the server permanently rejects the recipient or the mail.
   * @throws {UnavailableError} when a retry may succeed: no server, time-out, rejected credentials, full disk.
   */
  send(mail: Mail): Promise<void>
  /**
   * Resolves when a mail could be sent now; it sends nothing.
   *
   * @throws {UnavailableError} when no mail could be sent.
   */
  check(): Promise<void>
  /**
   * Waits at most 10 s for mails in progress, then closes all connections. Later calls of `send()` and `check()` reject with an
   * UnavailableError.
   */
  close(): Promise<void>
}
