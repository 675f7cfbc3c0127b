import { readOutbox } from '#lib/mailer/read-outbox.ts'
import { until } from '../builders/until.ts'

const MAILS_MAX = 100

/** The links in the mails to an address, newest mail first. */
export async function linksTo(outbox: string, address: string): Promise<string[]> {
  const letters = await readOutbox(outbox, MAILS_MAX)
  return letters
    .filter(({ to }) => to === address)
    .flatMap(({ text }) => text.match(/https?:\/\/[^\s<>"]+/u) ?? [])
}

/** Waits for a mail to an address that has a link, and gives the link. */
export async function linkTo(outbox: string, address: string): Promise<string> {
  await until(`a mail to ${address} is there`, async () => (await linksTo(outbox, address)).length > 0)
  return (await linksTo(outbox, address))[0] ?? ''
}
