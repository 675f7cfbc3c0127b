/** @jsxImportSource preact */
import { useRef, useState } from 'preact/hooks'
import { Field, Form } from '#lib/ui/components/form.tsx'
import { Section } from '#lib/ui/components/section.tsx'
import type { Language } from '#lib/text/language.ts'
import { CodeField, type SentCode } from '../shared/code-field.tsx'
import type { en } from './texts.en.ts'

/** Deletes the account. A dialog says what is deleted with it, and asks for the password, or for a code in a mail. */
export function DeleteAccount({
  texts,
  language,
  email,
}: {
  readonly texts: (typeof en)['deletion']
  readonly language: Language
  readonly email: string
}) {
  const dialog = useRef<HTMLDialogElement>(null)
  const [sent, setSent] = useState<SentCode>()
  const [lastDay, setLastDay] = useState<string>()

  function onClose(): void {
    setSent(undefined)
    if (lastDay === undefined) dialog.current?.querySelector('form')?.reset()
    else location.replace('/')
  }

  return (
    <Section id="delete-account" title={texts.title}>
      <p>{texts.text}</p>
      <button type="button" class="danger" id="delete-account" onClick={() => dialog.current?.showModal()}>
        {texts.open}
      </button>
      <dialog id="deletion" aria-labelledby="deletion-title" ref={dialog} onClose={onClose}>
        <h2 id="deletion-title">{texts.title}</h2>
        {lastDay === undefined ? (
          <>
            <p>{texts.text}</p>
            <ul>
              {texts.gone.map((thing) => (
                <li key={thing}>{thing}</li>
              ))}
            </ul>
            <p>{texts.copies}</p>
            <Form
              id="delete"
              operation="DELETE /accounts/people/me"
              look="danger"
              submit={texts.submit}
              added={() => (sent === undefined ? {} : { ticket: sent.ticket })}
              onDone={({ copies_until: until }) => {
                setLastDay(new Intl.DateTimeFormat(language, { dateStyle: 'long' }).format(new Date(until)))
                document.body.dataset['session'] = 'out'
              }}
              more={
                <button type="button" class="second" onClick={() => dialog.current?.close()}>
                  {texts.cancel}
                </button>
              }
            >
              {sent === undefined ? (
                <Field
                  name="password"
                  label={texts.password}
                  type="password"
                  autocomplete="current-password"
                />
              ) : (
                <CodeField texts={texts.codes} email={sent.email} />
              )}
            </Form>
            {sent === undefined && (
              <Form
                id="send-code"
                operation="POST /accounts/auth/send-code"
                look="second"
                submit={texts.codes.send}
                added={() => ({ email })}
                onDone={({ ticket }) => setSent({ ticket, email })}
              />
            )}
          </>
        ) : (
          <>
            <p id="left" role="status">
              {texts.done.replace('{day}', lastDay)}
            </p>
            <p>
              <a href="/">{texts.home}</a>
            </p>
          </>
        )}
      </dialog>
    </Section>
  )
}
