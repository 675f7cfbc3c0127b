import { readOutbox } from '#lib/mailer/read-outbox.ts'
import { until } from '../builders/until.ts'

const MAILS_MAX = 100

/** The links in the mails to an address, newest mail first. */
async function linksTo(outbox: string, address: string): Promise<string[]> {
  const letters = await readOutbox(outbox, MAILS_MAX)
  return letters
    .filter(({ to }) => to === address)
    .flatMap(({ text }) => text.match(/https?:\/\/[^\s<>"]+/u) ?? [])
}

/** Waits for a mail to an address with a link that has this part, and gives the newest such link. */
export async function linkTo(outbox: string, address: string, part = '/'): Promise<string> {
  const links = async () => (await linksTo(outbox, address)).filter((link) => link.includes(part))
  await until(`a mail to ${address} with "${part}" is there`, async () => (await links()).length > 0)
  return (await links())[0] ?? ''
}
