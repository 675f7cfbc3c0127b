import type { PushMessage } from '#lib/pusher/pusher.ts'
import { cutText } from '#lib/text/cut-text.ts'

/** Says that a payload is a declarative one: the number of the RFC that Web Push is built on. */
const DECLARATIVE = 8_030
/** Texts are not cut below this length, so that a notification still says something. */
const TEXT_LENGTH_MIN = 20
const CUT_TO = 0.8

type Shown = Pick<PushMessage, 'title' | 'body' | 'picture' | 'actions'>

/**
 * The payload of a message, as Safari shows it without a service worker (declarative Web Push), and as our service worker reads it. It has
 * at most `bytesMax` bytes: first the texts become shorter, then the buttons and the picture go. Links and ids stay whole.
 * Undefined when these alone are too long.
 */
export function composePayload(message: PushMessage, bytesMax: number): Buffer | undefined {
  let { title, body } = message
  for (;;) {
    const payload = payloadOf(message, { ...message, title, body })
    if (payload.length <= bytesMax) return payload
    if (body.length > TEXT_LENGTH_MIN) body = shorter(body)
    else if (title.length > TEXT_LENGTH_MIN) title = shorter(title)
    else break
  }
  const bare = payloadOf(message, { title, body })
  return bare.length <= bytesMax ? bare : undefined
}

function shorter(text: string): string {
  return cutText(text, Math.max(TEXT_LENGTH_MIN, Math.floor(text.length * CUT_TO)))
}

function payloadOf(message: PushMessage, { title, body, picture, actions }: Shown): Buffer {
  const { language, webUrl, collapseId, data } = message
  return Buffer.from(
    JSON.stringify({
      web_push: DECLARATIVE,
      notification: {
        title,
        body,
        lang: language,
        dir: 'auto',
        navigate: webUrl,
        tag: collapseId,
        data,
        ...(picture !== undefined && { image: picture }),
        ...(actions !== undefined && {
          actions: actions.map(({ id, title: label, url }) => ({ action: id, title: label, navigate: url })),
        }),
      },
    }),
  )
}
