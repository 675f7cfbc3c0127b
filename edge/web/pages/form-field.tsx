/** @jsxImportSource hono/jsx */

/** A field of a form. */
interface FormFieldProps {
  /** As the station that gets it calls it; unique on its page together with `form`. */
  readonly name: string
  /** The id of the form it is in. */
  readonly form: string
  readonly label: string
  readonly type: 'email' | 'password' | 'text'
  /** What browsers and password managers fill in. */
  readonly autocomplete: string
  readonly hint?: string
  readonly minlength?: number
  readonly maxlength?: number
  readonly pattern?: string
}

/** A field with its label, and a place for what is wrong with it. */
export function FormField({ name, form, label, hint, ...input }: FormFieldProps) {
  const id = `${form}-${name}`
  const described = hint === undefined ? `${id}-error` : `${id}-hint ${id}-error`
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input id={id} name={name} required aria-describedby={described} {...input} />
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <p class="error" id={`${id}-error`} data-error={name} aria-live="polite"></p>
    </div>
  )
}

/** A field for a mail address, which is the name people sign in with. */
export function EmailField({ form, label }: { form: string; label: string }) {
  return <FormField form={form} name="email" label={label} type="email" autocomplete="username" />
}

/** A field for a password that somebody chooses; it says how long, as accounts wants it. */
export function NewPasswordField(props: Pick<FormFieldProps, 'form' | 'name' | 'label' | 'hint'>) {
  return <FormField type="password" autocomplete="new-password" minlength={10} maxlength={128} {...props} />
}

/** The place for what is wrong with a form as a whole, and for what became of it. */
export function FormOutcome() {
  return (
    <>
      <p class="error" data-error="" role="alert"></p>
      <p class="done" role="status"></p>
    </>
  )
}
