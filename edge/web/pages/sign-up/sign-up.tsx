/** @jsxImportSource preact */
import { useEffect, useRef, useState } from 'preact/hooks'
import { EmailField, Form, NewPasswordField } from '#lib/ui/components/form.tsx'
import { credentialsIn, SendAgainForm } from '../shared/send-again-form.tsx'
import type { en } from './texts.en.ts'

/** The form with which people get an account, and what it says once the mail is sent. */
export function SignUp({ texts }: { readonly texts: typeof en }) {
  const [sent, setSent] = useState<ReturnType<typeof credentialsIn>>()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [sent])
  if (sent !== undefined)
    return (
      <section id="asked">
        <h1 tabindex={-1} ref={heading}>
          {texts.sent.title}
        </h1>
        <p>{texts.sent.text}</p>
        <SendAgainForm texts={texts} {...sent} />
      </section>
    )
  return (
    <>
      <h1>{texts.title}</h1>
      <Form
        id="sign-up"
        operation="POST /accounts/auth/sign-up/email"
        submit={texts.submit}
        onDone={(_, { values }) => setSent(credentialsIn(values))}
      >
        <EmailField label={texts.email} />
        <NewPasswordField name="password" label={texts.password} hint={texts.passwordHint} />
      </Form>
      <p>
        <a href="/sign-in">{texts.hasAccount}</a>
      </p>
    </>
  )
}
