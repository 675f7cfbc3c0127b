/** @jsxImportSource preact */
import type { OutboxLetter } from '#lib/mailer/read-outbox.ts'
import { Empty } from '#lib/ui/components/empty.tsx'
import { UtcTime } from '#lib/ui/components/utc-time.tsx'
import { defineView } from '#lib/ui/define-view.tsx'
import { PeopleFrame } from '#lib/ui/frames/people-frame.tsx'
import { de } from './texts.de.ts'
import { en } from './texts.en.ts'

const LINK = /(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]}])/u

/** The mails in the folder of the outbox, newest first. */
interface OutboxData {
  readonly letters: readonly OutboxLetter[]
  readonly folder: string
}

/** The mails that would have been sent if there were a mail server. */
export const outboxView = defineView<typeof en, OutboxData>({
  name: 'outbox',
  frame: PeopleFrame,
  texts: { en, de },
  view: ({ language, texts, data: { letters, folder } }) => (
    <>
      <h1>{texts.title}</h1>
      <p class="quiet">
        {letters.length > 0 && `${texts.newest} `}
        {texts.folder.replace('{folder}', folder)}
      </p>
      {letters.length === 0 && <Empty title={texts.none} />}
      {letters.map(({ id, subject, from, to, sentAtMs, text }) => (
        <article key={id} id={id} class="card">
          <h2>{subject}</h2>
          <dl class="facts small">
            <dt>{texts.sent}</dt>
            <dd>
              <UtcTime at={new Date(sentAtMs).toISOString()} language={language} />
            </dd>
            <dt>{texts.from}</dt>
            <dd>{from}</dd>
            <dt>{texts.to}</dt>
            <dd>{to}</dd>
          </dl>
          {text.split('\n').map((line, index) => (
            <p key={index}>
              <Line text={line} />
            </p>
          ))}
        </article>
      ))}
    </>
  ),
})

/** A line of a mail with its links. */
function Line({ text }: { readonly text: string }) {
  return (
    <>
      {text.split(LINK).map((part, index) =>
        LINK.test(part) ? (
          <a key={index} href={part} rel="noreferrer">
            {part}
          </a>
        ) : (
          part
        ),
      )}
    </>
  )
}
