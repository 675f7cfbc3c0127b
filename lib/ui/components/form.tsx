/** @jsxImportSource preact */
import { createContext, type ComponentChildren } from 'preact'
import { useContext, useEffect, useRef, useState } from 'preact/hooks'
import { call, type AnswerOf, type CallProblem, type InputOf, type Operation } from '#lib/ui/client/call.ts'
import { problemWords } from '#lib/ui/client/problem-words.ts'

/** A form that sends JSON to an operation of our APIs. */
export interface FormProps<Name extends Operation> {
  /** Unique on its page. */
  readonly id: string
  readonly operation: Name
  /** What the button says. */
  readonly submit: string
  /** What is said when it worked; nothing without it. */
  readonly done?: string | undefined
  readonly look?: 'danger' | 'second'
  /** Values that are sent besides those of the fields. */
  readonly added?: () => object
  readonly onDone?: (answer: AnswerOf<Name>, sent: SentForm) => void
  readonly onProblem?: (problem: CallProblem, sent: SentForm) => void
  readonly isHidden?: boolean
  readonly children?: ComponentChildren
  /** Buttons beside that of the form. */
  readonly more?: ComponentChildren
}

/** A form that was sent, and the values of its fields. */
export interface SentForm {
  readonly form: HTMLFormElement
  readonly values: Readonly<Record<string, string | boolean>>
}

interface FieldState {
  readonly form: string
  readonly problem: CallProblem | undefined
}

const FieldContext = createContext<FieldState>({ form: '', problem: undefined })

/**
 * A form. It waits for its script: a browser without one would send it in another form than our stations take. What is wrong is
 * shown at its field, which gets the focus.
 */
export function Form<Name extends Operation>({
  id,
  operation,
  submit,
  done = '',
  look,
  added = () => ({}),
  onDone,
  onProblem,
  isHidden = false,
  children,
  more,
}: FormProps<Name>) {
  const place = useRef<HTMLFormElement>(null)
  const [state, setState] = useState<'waiting' | 'ready' | 'sending'>('waiting')
  const [problem, setProblem] = useState<CallProblem>()
  const [isDone, setDone] = useState(false)
  useEffect(() => setState('ready'), [])
  useEffect(() => {
    const input = problem?.field === undefined ? undefined : fieldOf(place.current, problem.field)
    input?.focus()
  }, [problem])

  async function send(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    const form = place.current
    if (form === null || state !== 'ready') return
    setProblem(undefined)
    setDone(false)
    setState('sending')
    const values = valuesOf(form)
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the station checks the values, and names the field that is wrong
    const outcome = await call(operation, {
      body: { ...valuesOf(form), ...added() },
    } as unknown as InputOf<Name>)
    setState('ready')
    if (outcome.ok) {
      setDone(true)
      onDone?.(outcome.body, { form, values })
    } else {
      setProblem(outcome.problem)
      onProblem?.(outcome.problem, { form, values })
    }
  }

  const isOfField = problem?.field !== undefined && fieldOf(place.current, problem.field) !== undefined
  return (
    <form
      id={id}
      ref={place}
      method="post"
      action={operation.split(' ')[1]}
      hidden={isHidden}
      onSubmit={(event) => void send(event)}
      onInput={() => setProblem(undefined)}
    >
      <FieldContext.Provider value={{ form: id, problem }}>{children}</FieldContext.Provider>
      <p class="error" role="alert">
        {problem === undefined || isOfField ? '' : problemWords(problem)}
      </p>
      <p class="done" role="status">
        {isDone ? done : ''}
      </p>
      <p class="buttons">
        <button type="submit" class={look} disabled={state !== 'ready'}>
          {submit}
        </button>
        {more}
      </p>
    </form>
  )
}

/** A field of a form. */
interface FieldProps {
  /** The name of the value in the body. */
  readonly name: string
  readonly label: string
  readonly type: 'email' | 'password' | 'text'
  /** What browsers and password managers fill in. */
  readonly autocomplete: string
  readonly hint?: string | undefined
  readonly minlength?: number
  readonly maxlength?: number
  readonly pattern?: string
  /** The keyboard of phones. */
  readonly inputmode?: 'numeric'
  readonly defaultValue?: string
}

/** A field with its label, and a place for what is wrong with it. */
export function Field({ name, label, hint, type, ...input }: FieldProps) {
  const { form, problem } = useContext(FieldContext)
  const id = `${form}-${name}`
  const isWrong = problem?.field === name
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        name={name}
        required
        aria-describedby={hint === undefined ? `${id}-error` : `${id}-hint ${id}-error`}
        aria-invalid={isWrong}
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion, typescript/no-unnecessary-type-assertion -- Preact's types tell the types of inputs apart; these three take the same attributes
        type={type as 'text'}
        {...input}
      />
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <p class="error" id={`${id}-error`} aria-live="polite">
        {isWrong ? problemWords(problem) : ''}
      </p>
    </div>
  )
}

/** A field for a mail address, with which people sign in. */
export function EmailField({ label }: { readonly label: string }) {
  return <Field name="email" label={label} type="email" autocomplete="username" />
}

/** A field for a password that somebody chooses; its limits are those of apps/accounts. */
export function NewPasswordField(props: Pick<FieldProps, 'name' | 'label' | 'hint'>) {
  return <Field type="password" autocomplete="new-password" minlength={10} maxlength={128} {...props} />
}

function fieldOf(form: HTMLFormElement | null, name: string): HTMLInputElement | undefined {
  const element = form?.elements.namedItem(name)
  return element instanceof HTMLInputElement && element.type !== 'hidden' ? element : undefined
}

function valuesOf(form: HTMLFormElement): Record<string, string | boolean> {
  const inputs = [...form.elements].filter(
    (element): element is HTMLInputElement => element instanceof HTMLInputElement && element.name !== '',
  )
  return Object.fromEntries(
    inputs.map((input) => [input.name, input.type === 'checkbox' ? input.checked : input.value]),
  )
}
