/** @jsxImportSource preact */
import { useEffect, useState } from 'preact/hooks'
import { findSession } from '#lib/ui/client/session.ts'
import { EmailField, Field, Form } from '#lib/ui/components/form.tsx'
import { credentialsIn, SendAgainForm } from '../shared/send-again-form.tsx'
import { CodeSignIn } from './code-sign-in.tsx'
import type { en } from './texts.en.ts'

/** The forms with which people sign in: with a password, or with a code in a mail. A person who is already signed in is redirected. */
export function SignIn({ texts }: { readonly texts: typeof en }) {
  const [unconfirmed, setUnconfirmed] = useState<ReturnType<typeof credentialsIn>>()
  useEffect(() => {
    void findSession().then((session) => session !== null && goOn())
  }, [])
  return (
    <>
      <h1>{texts.title}</h1>
      <Form
        id="sign-in"
        operation="POST /accounts/auth/sign-in/email"
        submit={texts.submit}
        onDone={goOn}
        onProblem={({ code }, { values }) => {
          setUnconfirmed(code === 'email_not_verified' ? credentialsIn(values) : undefined)
        }}
      >
        <EmailField label={texts.email} />
        <Field name="password" label={texts.password} type="password" autocomplete="current-password" />
        <label class="check">
          <input type="checkbox" name="rememberMe" defaultChecked /> {texts.rememberMe}
        </label>
      </Form>
      {unconfirmed !== undefined && <SendAgainForm texts={texts} {...unconfirmed} />}
      <CodeSignIn texts={texts.codes} onDone={goOn} />
      <p>
        <a href="/reset-password">{texts.forgot}</a>
      </p>
      <p>
        <a href="/sign-up">{texts.isNew}</a>
      </p>
    </>
  )
}

/** Leads to the page that asked for a session. Only pages of ours: a link to here must not lead to other sites. */
function goOn(): void {
  const wanted = new URLSearchParams(location.search).get('next')
  location.replace(wanted === 'devices' ? '/devices' : '/account')
}
