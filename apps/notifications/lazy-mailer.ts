import type { Mailer } from '#lib/mailer/mailer.ts'

/** A mailer that is opened when it is needed, and closed only if it was. */
export interface LazyMailer {
  open(): Promise<Mailer>
  close(): Promise<void>
}

/** Creates it; `open` runs once. */
export function createLazyMailer(open: () => Promise<Mailer>): LazyMailer {
  let opened: Promise<Mailer> | undefined
  return {
    open: () => (opened ??= open()),
    close: async () => (await opened)?.close(),
  }
}
