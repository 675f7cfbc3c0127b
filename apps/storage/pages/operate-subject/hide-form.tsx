/** @jsxImportSource preact */
import { useEffect, useRef, useState } from 'preact/hooks'
import type { CallProblem } from '#lib/ui/client/call.ts'
import { CallError } from '#lib/ui/components/call-error.tsx'
import type { EditedSubject } from './patch-of.ts'
import { hidingOf } from './subject-calls.ts'
import type { en } from './texts.en.ts'

/** What the island is given. */
export interface HideFormProps {
  readonly subject: Pick<EditedSubject, 'id' | 'kind'> & { readonly hidden?: boolean | undefined }
  /** The state that is shown, as If-Match names it. */
  readonly tag: string
  readonly texts: (typeof en)['hiding']
}

/** Hides a search or an offer from others, or shows it again; its owner is told why. */
export function HideForm({ subject, tag, texts }: HideFormProps) {
  const [isReady, setReady] = useState(false)
  const [problem, setProblem] = useState<CallProblem>()
  const reasons = useRef<HTMLTextAreaElement>(null)
  useEffect(() => setReady(true), [])
  const isHidden = subject.hidden === true

  async function send(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    setReady(false)
    const body = { reasons: reasons.current?.value ?? '' }
    const outcome = await hidingOf(
      subject.kind,
      isHidden ? 'show' : 'hide',
    )({
      path: { id: subject.id },
      ifMatch: tag,
      body,
    })
    if (outcome.ok) location.reload()
    else {
      setReady(true)
      setProblem(outcome.problem)
    }
  }

  return (
    <form id="hiding" onSubmit={(event) => void send(event)}>
      <div class="field">
        <label for="hiding-reasons">{texts.reasons}</label>
        <textarea
          id="hiding-reasons"
          name="reasons"
          rows={3}
          required
          maxlength={2_000}
          ref={reasons}
        ></textarea>
        <p class="hint">{texts.hint}</p>
      </div>
      <CallError problem={problem} />
      <p class="buttons">
        <button type="submit" class="second" disabled={!isReady}>
          {isHidden ? texts.show : texts.hide}
        </button>
      </p>
    </form>
  )
}
