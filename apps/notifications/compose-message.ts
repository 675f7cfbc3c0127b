import { createHash } from 'node:crypto'
import type { LinkSubject, MailLinkClaims } from '#lib/auth/mail-links.ts'
import type { PushAction, PushMessage } from '#lib/pusher/pusher.ts'
import { isUrgent, type Delivery } from '#lib/store/deliveries.ts'
import type { Locale, Mapping } from '#lib/store/mappings.ts'
import { MAIL_CHANNEL } from './mail-boxes.ts'
import { tell } from './tell.ts'
import { textsIn } from './texts/texts.ts'
import { validUntilOf } from './valid-until-of.ts'

/** What the links of a message need. */
export interface MessageLinks {
  /** The address of the front end. */
  readonly publicUrl: string
  /** The page on which a reader does this without a session. */
  readonly actPage: (claims: MailLinkClaims) => Promise<string>
}

const DAY_SECONDS = 86_400
const COLLAPSE_ID_LENGTH = 22

/** What the links of a message are about. */
interface MessageAbout {
  readonly language: Locale
  readonly webUrl: string
  readonly subject: LinkSubject | undefined
  readonly mutePage: string | undefined
}

/** The push message of a delivery: in the language of the device, with links and buttons. */
export async function composeMessage(
  delivery: Delivery,
  mapping: Mapping,
  links: MessageLinks,
  nowMs: number,
): Promise<PushMessage> {
  const { content, pair, id, match: key, person } = delivery
  const { publicUrl, actPage } = links
  const language = mapping.locale
  const validUntil = validUntilOf(content)
  const validSeconds = validUntil === undefined ? DAY_SECONDS : Math.ceil((validUntil - nowMs) / 1_000)
  const { subject, data, items, ...told } = tell(content, { key, language, publicUrl })
  const mutePage = subject && (await actPage({ act: 'mute', person, subject }))
  const about = { language, webUrl: told.webUrl, subject, mutePage }
  return {
    idempotencyKey: id,
    subscription: mapping.subscription,
    secret: mapping.secret,
    language,
    ...told,
    isUrgent: isUrgent(content),
    data: { ...data, sent_at: nowMs },
    collapseId: createHash('sha256').update(pair).digest('base64url').slice(0, COLLAPSE_ID_LENGTH),
    ttlSeconds: Math.max(0, Math.min(DAY_SECONDS, validSeconds)),
    actions: actionsOf(about),
    ...(items !== undefined && { items }),
    ...(mapping.channel === MAIL_CHANNEL && (await mailParts(delivery, about, actPage))),
  }
}

/** The buttons: one opens the message, the other mutes the search or offer that it is about. */
function actionsOf({ language, webUrl, subject, mutePage }: MessageAbout): PushAction[] {
  const { open, mute } = textsIn(language).actions
  const actions = [{ id: 'open', title: open, url: webUrl }]
  if (subject !== undefined && mutePage !== undefined)
    actions.push({ id: 'mute', title: mute[subject.kind], url: mutePage })
  return actions
}

/** What a mail has besides: a link that ends all mails with one click, and links for the search or offer that it is about. */
async function mailParts(
  { person }: Pick<Delivery, 'person'>,
  { language, webUrl, subject, mutePage }: MessageAbout,
  actPage: MessageLinks['actPage'],
): Promise<Pick<PushMessage, 'unsubscribeUrl' | 'letter'>> {
  const { mail } = textsIn(language)
  const unsubscribeUrl = await actPage({ act: 'no-mail', person })
  const links = [{ title: mail.open, url: webUrl }]
  if (subject !== undefined && mutePage !== undefined) {
    links.push({ title: mail.mute[subject.kind], url: mutePage })
    links.push({ title: mail.delete[subject.kind], url: await actPage({ act: 'delete', person, subject }) })
  }
  links.push({ title: mail.stop, url: unsubscribeUrl })
  return { unsubscribeUrl, letter: { greeting: mail.greeting, links, why: mail.why } }
}
