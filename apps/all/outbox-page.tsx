/** @jsxImportSource hono/jsx */
import type { OutboxLetter } from '#lib/mailer/read-outbox.ts'
import { TextPage } from '../../edge/web/pages/text-page.tsx'

const LINK = /(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]}])/u

/** Shows the mails that were written to files because no mail server is configured. */
export function OutboxPage({ letters, folder }: { letters: readonly OutboxLetter[]; folder: string }) {
  return (
    <TextPage title="Outbox" heading="Outbox">
      <p>
        {letters.length === 0 ? 'No mail yet. ' : 'The newest mails. '}
        The platform writes them to {folder}. To send them, set MAIL_URL=smtp://….
      </p>
      {letters.map((letter) => (
        <article id={letter.id}>
          <h2>{letter.subject}</h2>
          <p>
            <time datetime={new Date(letter.sentAtMs).toISOString()}>
              {new Date(letter.sentAtMs).toISOString()}
            </time>
            , from {letter.from} to {letter.to}
          </p>
          {letter.text.split('\n').map((line) => (
            <p>
              <Line text={line} />
            </p>
          ))}
        </article>
      ))}
    </TextPage>
  )
}

/** A line of a mail with clickable links. */
function Line({ text }: { text: string }) {
  return (
    <>
      {text.split(LINK).map((part) =>
        LINK.test(part) ? (
          <a href={part} rel="noreferrer">
            {part}
          </a>
        ) : (
          part
        ),
      )}
    </>
  )
}
