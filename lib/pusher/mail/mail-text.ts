import type { PushMessage } from '#lib/pusher/pusher.ts'

/**
 * The text of a mail: what the message says, the list of what it is about, and the links, each below its title.
 *
 * @example
 * ```ts
 * mailText({ title: 'A bicycle', body: 'Near', webUrl: 'https://a.example' }) // => 'A bicycle\n\nNear\n\nhttps://a.example\n'
 * ```
 */
export function mailText({
  title,
  body,
  webUrl,
  items = [],
  letter,
}: Pick<PushMessage, 'title' | 'body' | 'webUrl' | 'items' | 'letter'>): string {
  const list = items
    .map((item) => `- ${item.title}${item.url === webUrl ? '' : `\n  ${item.url}`}`)
    .join('\n')
  const links = letter?.links.map((link) => `${link.title}\n${link.url}`) ?? [webUrl]
  const parts = [letter?.greeting, title, body, list, ...links, letter?.why]
  return `${parts.filter((part) => part !== undefined && part !== '').join('\n\n')}\n`
}
