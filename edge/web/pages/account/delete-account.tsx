/** @jsxImportSource preact */
import { useRef, useState } from 'preact/hooks'
import { Field, Form } from '#lib/ui/components/form.tsx'
import { Section } from '#lib/ui/components/section.tsx'
import type { Language } from '#lib/text/language.ts'
import type { en } from './texts.en.ts'

/** Deletes the account. A dialog says what is deleted with it, and asks for the password. */
export function DeleteAccount({
  texts,
  language,
}: {
  readonly texts: (typeof en)['deletion']
  readonly language: Language
}) {
  const dialog = useRef<HTMLDialogElement>(null)
  const [lastDay, setLastDay] = useState<string>()

  function onClose(): void {
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
              <Field name="password" label={texts.password} type="password" autocomplete="current-password" />
            </Form>
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
