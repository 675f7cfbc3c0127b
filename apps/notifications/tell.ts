import type { LinkSubject } from '#lib/auth/mail-links.ts'
import type { PushItem, PushMessage } from '#lib/pusher/pusher.ts'
import type { DeliveryContent, DigestContent } from '#lib/store/deliveries.ts'
import { cutText } from '#lib/text/cut-text.ts'
import type { Language } from '#lib/text/language.ts'
import { safeText } from './texts/safe-text.ts'
import { say } from './texts/say.ts'
import { textsIn } from './texts/texts.ts'

/** What a message says, as far as it depends on the kind of the content. */
export interface Told extends Pick<
  PushMessage,
  'title' | 'body' | 'appUrl' | 'webUrl' | 'data' | 'threadId' | 'picture'
> {
  /** The search or offer of the reader, when it is about one. */
  readonly subject?: LinkSubject | undefined
  readonly items?: readonly PushItem[]
}

/** What `tell()` needs besides the content. */
export interface TellOptions {
  /** The key of the delivery, see `Delivery.match`. */
  readonly key: string
  readonly language: Language
  readonly publicUrl: string
}

const TITLE_LENGTH_MAX = 100
const TEXT_LENGTH_MAX = 1_000
// Searches and offers from before pictures were checked may hold other ids.
const PICTURE_ID = /^[0-9a-f]{64}$/u
const INBOX = 'pushtech://inbox'

/** Puts the content of a delivery into words and links. Distances are classes, never metres. */
export function tell(content: DeliveryContent, options: TellOptions): Told {
  const { key, language } = options
  const texts = textsIn(language)
  switch (content.kind) {
    case 'match':
      return tellMatch(content, options)
    case 'digest':
      return tellDigest(content, options)
    case 'message':
      return {
        title: say(language, texts.message.title, { count: content.messages }),
        body: texts.message.body,
        appUrl: `pushtech://matches/${content.match}`,
        webUrl: page(options, `/matches/${content.match}`),
        data: { type: 'message', match: content.match },
        threadId: content.channel,
      }
    case 'note':
      return {
        title: titleOf(content.title),
        body: cutText(content.text, TEXT_LENGTH_MAX),
        appUrl: content.link ?? INBOX,
        webUrl: content.link ?? page(options, '/'),
        data: { type: 'note' },
        threadId: key,
      }
    case 'test':
      break
  }
  return {
    ...texts.test,
    appUrl: INBOX,
    webUrl: page(options, '/'),
    data: { type: 'test' },
    threadId: 'test',
  }
}

function tellMatch(
  { notice, side }: Extract<DeliveryContent, { kind: 'match' }>,
  options: TellOptions,
): Told {
  const { language } = options
  const { search, offer, id: match } = notice.match
  const own = notice.sides[side]
  const kind = own?.subject === search ? 'search' : 'offer'
  const words = textsIn(language).match[kind]
  return {
    title: say(language, words.title, { title: cutText(own?.title ?? '', TITLE_LENGTH_MAX) }),
    body: say(language, words.body, { distance: notice.distanceClass }),
    appUrl:
      kind === 'search'
        ? `pushtech://search/${search}/${offer}/matched`
        : `pushtech://offer/${offer}/${search}/matched`,
    webUrl: page(options, `/matches/${match}`),
    data: { type: 'match', match, sid: search, oid: offer },
    threadId: own?.subject ?? match,
    ...pictureOf(own?.picture, options),
    subject: own && { kind, id: own.subject },
  }
}

function tellDigest({ why, matches, subjects }: DigestContent, options: TellOptions): Told {
  const { language } = options
  const { digest } = textsIn(language)
  const [first, ...others] = subjects
  const [kind, webUrl] = [first?.kind ?? 'search', page(options, '/')]
  const firstTitle = cutText(first?.title ?? '', TITLE_LENGTH_MAX)
  const title =
    others.length === 0
      ? firstTitle
      : {
          said: say(language, digest.andOthers, { title: firstTitle, count: others.length }),
        }
  const lines = subjects.map((each) =>
    say(language, digest.line, { title: titleOf(each.title), count: each.matches }),
  )
  return {
    title: say(language, why === 'already' ? digest.already : digest[kind], { count: matches, title }),
    body: others.length === 0 ? digest.why[why] : cutText(lines.join(', '), TEXT_LENGTH_MAX),
    appUrl: INBOX,
    webUrl,
    data: { type: 'digest', why, matches },
    threadId: first?.subject ?? 'digest',
    ...(first !== undefined && others.length === 0 && { subject: { kind, id: first.subject } }),
    items: lines.map((line) => ({ title: line, url: webUrl })),
  }
}

/** Where a phone reads a picture. Once the picture is deleted there is nothing, and the phone shows the message alone. */
function pictureOf(id: string | undefined, options: TellOptions): Pick<Told, 'picture'> {
  return id !== undefined && PICTURE_ID.test(id) ? { picture: page(options, `/assets/${id}/card.jpg`) } : {}
}

function titleOf(text: string): string {
  return safeText(cutText(text, TITLE_LENGTH_MAX))
}

function page({ publicUrl }: TellOptions, path: string): string {
  return new URL(path, publicUrl).href
}
