/** @jsxImportSource preact */
import { useEffect, useRef, useState } from 'preact/hooks'
import { call, type CallProblem } from '#lib/ui/client/call.ts'
import { AskDialog } from '#lib/ui/components/ask-dialog.tsx'
import { CallError } from '#lib/ui/components/call-error.tsx'
import type { en } from './texts.en.ts'

/** What the island is given. */
export interface RemovalFormProps {
  readonly id: string
  readonly texts: (typeof en)['removal']
}

/** Deletes a picture of all its owners; the admin says why. */
export function RemovalForm({ id, texts }: RemovalFormProps) {
  const [isReady, setReady] = useState(false)
  const [isAsked, setAsked] = useState(false)
  const [isDone, setDone] = useState(false)
  const [problem, setProblem] = useState<CallProblem>()
  const reasons = useRef<HTMLTextAreaElement>(null)
  useEffect(() => setReady(true), [])

  async function remove(): Promise<void> {
    setReady(false)
    setProblem(undefined)
    const body = { reasons: reasons.current?.value ?? '' }
    const outcome = await call('POST /assets/{id}/removal', { path: { id }, body })
    setReady(true)
    if (outcome.ok) setDone(true)
    else setProblem(outcome.problem)
  }

  return (
    <>
      <form
        id="removal"
        hidden={isDone}
        onSubmit={(event) => {
          event.preventDefault()
          setAsked(true)
        }}
      >
        <div class="field">
          <label for="removal-reasons">{texts.reasons}</label>
          <textarea
            id="removal-reasons"
            name="reasons"
            rows={3}
            required
            maxlength={2_000}
            aria-describedby="removal-hint"
            aria-invalid={problem?.field === 'reasons'}
            ref={reasons}
          ></textarea>
          <p class="hint" id="removal-hint">
            {texts.hint}
          </p>
        </div>
        <CallError problem={problem} />
        <p class="buttons">
          <button type="submit" class="danger" disabled={!isReady}>
            {texts.submit}
          </button>
        </p>
      </form>
      <p class="done" role="status">
        {isDone ? texts.done : ''}
      </p>
      {isAsked && (
        <AskDialog
          question={texts.ask}
          name=""
          no={texts.cancel}
          onAnswer={(isYes) => {
            setAsked(false)
            if (isYes) void remove()
          }}
        />
      )}
    </>
  )
}
