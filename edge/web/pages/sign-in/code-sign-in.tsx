/** @jsxImportSource preact */
import { useState } from 'preact/hooks'
import { EmailField, Form } from '#lib/ui/components/form.tsx'
import { Section } from '#lib/ui/components/section.tsx'
import { CodeField, type SentCode } from '../shared/code-field.tsx'
import type { en } from './texts.en.ts'

/** Signs in without a password: the first form mails a code, the second takes it. A new address gets an account. */
export function CodeSignIn({
  texts,
  onDone,
}: {
  readonly texts: (typeof en)['codes']
  readonly onDone: () => void
}) {
  const [sent, setSent] = useState<SentCode>()
  return (
    <Section id="without-password" title={texts.title}>
      {sent === undefined ? (
        <>
          <p>{texts.text}</p>
          <Form
            id="send-code"
            operation="POST /accounts/auth/send-code"
            look="second"
            submit={texts.send}
            onDone={({ ticket }, { values }) => setSent({ ticket, email: String(values['email']) })}
          >
            <EmailField label={texts.email} />
          </Form>
        </>
      ) : (
        <Form
          id="code"
          operation="POST /accounts/auth/sign-in/code"
          submit={texts.submit}
          added={() => ({ ticket: sent.ticket })}
          onDone={onDone}
          more={
            <button type="button" class="second" onClick={() => setSent(undefined)}>
              {texts.again}
            </button>
          }
        >
          <CodeField texts={texts} email={sent.email} />
        </Form>
      )}
    </Section>
  )
}
