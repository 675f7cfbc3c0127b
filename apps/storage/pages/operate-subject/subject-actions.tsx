/** @jsxImportSource preact */
import { useEffect, useState } from 'preact/hooks'
import type { CallProblem, Outcome } from '#lib/ui/client/call.ts'
import { AskDialog } from '#lib/ui/components/ask-dialog.tsx'
import { CallError } from '#lib/ui/components/call-error.tsx'
import type { EditedSubject } from './patch-of.ts'
import { EditForm } from './edit-form.tsx'
import { callsOf } from './subject-calls.ts'
import type { en } from './texts.en.ts'

/** What the island is given. */
export interface SubjectActionsProps {
  readonly subject: EditedSubject
  /** The list to which its deletion leads. */
  readonly path: string
  /** The state that is shown, as If-Match names it. */
  readonly tag: string
  readonly texts: (typeof en)['change']
  readonly termsTexts: (typeof en)['terms']
}

/** What an admin can do to a search or an offer. Each act says which state was shown, so that nobody overwrites what they did not see. */
export function SubjectActions({ subject, path, tag, texts, termsTexts }: SubjectActionsProps) {
  const { id, kind, title, active, stage } = subject
  const [isReady, setReady] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const [isAsked, setAsked] = useState(false)
  const [problem, setProblem] = useState<CallProblem>()
  const [done, setDone] = useState('')
  useEffect(() => setReady(true), [])
  const calls = callsOf(kind, { path: { id }, ifMatch: tag })

  async function act(make: () => Promise<Outcome<unknown>>, after: () => void): Promise<void> {
    setBusy(true)
    setProblem(undefined)
    setDone('')
    const outcome = await make()
    setBusy(false)
    if (outcome.ok) after()
    else setProblem(outcome.problem)
  }

  const reload = () => location.reload()
  const button = (label: string, make: () => Promise<Outcome<unknown>>, after = reload) => (
    <button type="button" class="second" disabled={!isReady || isBusy} onClick={() => void act(make, after)}>
      {label}
    </button>
  )
  return (
    <>
      <p class="buttons">
        {active ? button(texts.deactivate, calls.deactivate) : button(texts.activate, calls.activate)}
        {stage === 'open' && button(texts.reserved, () => calls.stage('reserved'))}
        {stage !== 'open' && button(texts.open, () => calls.stage('open'))}
        {stage !== 'settled' && button(texts.settled, () => calls.stage('settled'))}
        {subject.validUntil !== undefined && button(texts.renew, calls.renew)}
        {button(texts.notify, calls.notify, () => setDone(texts.notified))}
        <button type="button" class="danger" disabled={!isReady || isBusy} onClick={() => setAsked(true)}>
          {texts.remove}
        </button>
      </p>
      <CallError problem={problem} />
      {problem?.field !== undefined && problem.code === 'bad_field' && (
        <p class="hint">
          {texts.wrongField} {problem.field}
        </p>
      )}
      <p class="done" role="status">
        {done}
      </p>
      <details>
        <summary>{texts.edit}</summary>
        <EditForm
          subject={subject}
          texts={texts}
          termsTexts={termsTexts}
          isBusy={!isReady || isBusy}
          onPatch={(patch) =>
            Object.keys(patch).length === 0
              ? setDone(texts.unchanged)
              : void act(() => calls.patch(patch), reload)
          }
        />
      </details>
      {isAsked && (
        <AskDialog
          question={texts.ask}
          name={title}
          no={texts.cancel}
          onAnswer={(isYes) => {
            setAsked(false)
            if (isYes) void act(calls.remove, () => location.assign(path))
          }}
        />
      )}
    </>
  )
}
