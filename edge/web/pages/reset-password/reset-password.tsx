/** @jsxImportSource preact */
import { useEffect, useState } from 'preact/hooks'
import { EmailField, Form, NewPasswordField } from '#lib/ui/components/form.tsx'
import type { en } from './texts.en.ts'

/**
 * Asks for the mail with the link. With the token of that link, which browsers do not send to servers, it asks for the new
 * password.
 */
export function ResetPassword({ texts }: { readonly texts: typeof en }) {
  const [token, setToken] = useState<string>()
  useEffect(() => {
    const read = () => {
      const given = new URLSearchParams(location.hash.slice(1)).get('token')
      if (given === null) return
      // The token is kept out of the history, and out of sight.
      history.replaceState(null, '', location.pathname)
      setToken(given)
    }
    read()
    // The link may be opened in the tab that shows this page: then the page is not loaded again.
    addEventListener('hashchange', read)
    return () => removeEventListener('hashchange', read)
  }, [])
  if (token === undefined)
    return (
      <section id="asking">
        <h1>{texts.title}</h1>
        <p>{texts.text}</p>
        <Form
          id="ask"
          operation="POST /accounts/auth/request-password-reset"
          submit={texts.submit}
          done={texts.done}
        >
          <EmailField label={texts.email} />
        </Form>
      </section>
    )
  return (
    <section id="choosing">
      <h1>{texts.choose.title}</h1>
      <Form
        id="choose"
        operation="POST /accounts/auth/reset-password"
        submit={texts.choose.submit}
        done={texts.choose.done}
        added={() => ({ token })}
        onDone={(_, { form }) => form.reset()}
      >
        <NewPasswordField name="newPassword" label={texts.newPassword} hint={texts.passwordHint} />
      </Form>
      <p>
        <a href="/sign-in">{texts.signIn}</a>
      </p>
    </section>
  )
}
