/** @jsxImportSource hono/jsx */
import type { OutboxLetter } from '#lib/mailer/read-outbox.ts'

const LINK = /(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]}])/u

/** The mails that would have left, were there a mail server. */
export function OutboxPage({ letters, folder }: { letters: readonly OutboxLetter[]; folder: string }) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <title>Outbox · Pushtech</title>
        <link rel="icon" href="/public/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/public/live.css" />
      </head>
      <body>
        <header>
          <h1>
            <img src="/public/icon.svg" alt="" width={28} height={28} /> Outbox
          </h1>
        </header>
        <main class="text">
          <p>
            {letters.length === 0 ? 'No mail yet. ' : 'The newest mails. '}
            They lie in {folder}; with MAIL_URL=smtp://… they leave.
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
        </main>
      </body>
    </html>
  )
}

/** A line of a mail, its links to be clicked. */
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
