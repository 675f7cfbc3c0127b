/** @jsxImportSource preact */
import { renderToString } from 'preact-render-to-string'
import { describe, expect, test } from 'vitest'
import { EmailField, Field, Form, NewPasswordField } from '#lib/ui/components/form.tsx'

const html = renderToString(
  <Form id="enter" operation="POST /accounts/auth/sign-in/email" submit="Sign in" look="danger">
    <EmailField label="Mail" />
    <Field name="code" label="Code" type="text" autocomplete="off" hint="Six digits" pattern="[0-9]{6}" />
    <NewPasswordField name="password" label="Password" />
  </Form>,
)

describe('a form as the server renders it', () => {
  test('cannot be sent: it waits for its script', () => {
    expect(html).toMatch(/<button type="submit" class="danger" disabled(?:="")?>Sign in<\/button>/u)
  })

  test('puts no value into a URL if a browser sends it nevertheless', () => {
    expect(html).toMatch(/^<form id="enter" method="post" action="\/accounts\/auth\/sign-in\/email">/u)
  })

  test('has a place for what is wrong and a place for what is done, which readers hear; both are empty', () => {
    expect(html).toContain('<p class="error" role="alert"></p>')
    expect(html).toContain('<p class="done" role="status"></p>')
  })

  test('can be hidden', () => {
    const hidden = renderToString(
      <Form id="later" operation="POST /accounts/auth/sign-out" submit="Go" isHidden />,
    )
    expect(hidden).toMatch(/^<form [^>]*hidden/u)
    expect(html).not.toMatch(/^<form [^>]*hidden/u)
  })
})

describe('each field', () => {
  const inputs = [...html.matchAll(/<input ([^>]*)>/gu)].map(([, attributes = '']) => attributes)

  test('has an id of its own, which begins with that of the form', () => {
    const ids = inputs.map((attributes) => /(?:^|\s)id="([^"]*)"/u.exec(attributes)?.[1])
    expect(ids).toEqual(['enter-email', 'enter-code', 'enter-password'])
  })

  test('has a label', () => {
    const labels = [...html.matchAll(/<label for="([^"]*)">([^<]*)<\/label>/gu)]
    expect(labels.map(([, id, text]) => [id, text])).toEqual([
      ['enter-email', 'Mail'],
      ['enter-code', 'Code'],
      ['enter-password', 'Password'],
    ])
  })

  test('is required and not wrong yet', () => {
    for (const attributes of inputs) {
      expect(attributes).toMatch(/(?:^|\s)required/u)
      expect(attributes).toContain('aria-invalid="false"')
    }
  })

  test('is described by its hint, if it has one, and by its error', () => {
    const described = inputs.map((attributes) => /aria-describedby="([^"]*)"/u.exec(attributes)?.[1])
    expect(described).toEqual([
      'enter-email-error',
      'enter-code-hint enter-code-error',
      'enter-password-error',
    ])
    for (const id of described.flatMap((ids) => ids?.split(' ') ?? [])) expect(html).toContain(`id="${id}"`)
    expect(html).toContain('<p class="hint" id="enter-code-hint">Six digits</p>')
    expect(html.match(/<p class="error" id="[^"]*" aria-live="polite"><\/p>/gu)).toHaveLength(3)
  })

  test('says what password managers fill in, and its limits', () => {
    const [email, code, password] = inputs
    expect(email).toMatch(/type="email".*autocomplete="username"/u)
    expect(code).toMatch(/type="text".*autocomplete="off" pattern="\[0-9\]\{6\}"/u)
    expect(password).toMatch(/type="password".*autocomplete="new-password" minlength="10" maxlength="128"/u)
  })

  test('escapes its label, its hint and its value', () => {
    const hostile = '"><script>alert(1)</script>'
    const field = renderToString(
      <Field name="n" label={hostile} hint={hostile} type="text" autocomplete="off" defaultValue={hostile} />,
    )
    expect(field).not.toContain('<script')
    expect(field.match(/&lt;script>/gu)).toHaveLength(3)
  })
})
