/** @jsxImportSource preact */
import { useEffect, useRef, useState } from 'preact/hooks'
import { call, type CallProblem } from '#lib/ui/client/call.ts'
import { CallError } from '#lib/ui/components/call-error.tsx'
import { Select } from '#lib/ui/components/select.tsx'
import type { en } from '../shared/report-texts.en.ts'

type Decision = keyof (typeof en)['decide']['decisions']

/** What the island is given. */
export interface DecideFormProps {
  readonly id: string
  /** The state that is shown, as If-Match names it. */
  readonly tag: string
  /** The decisions that fit what is reported. */
  readonly decisions: readonly Decision[]
  readonly texts: (typeof en)['decide']
}

/** A decision about a report, with its reasons. */
export function DecideForm({ id, tag, decisions, texts }: DecideFormProps) {
  const [isReady, setReady] = useState(false)
  const [problem, setProblem] = useState<CallProblem>()
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => setReady(true), [])

  async function send(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    if (form.current === null) return
    const written = new FormData(form.current)
    const decision = decisions.find((each) => each === written.get('decision'))
    const reasons = written.get('reasons')
    if (decision === undefined || typeof reasons !== 'string') return
    setReady(false)
    const outcome = await call('POST /store/reports/{id}/decide', {
      path: { id },
      ifMatch: tag,
      body: { decision, reasons },
    })
    if (outcome.ok) location.reload()
    else {
      setReady(true)
      setProblem(outcome.problem)
    }
  }

  return (
    <form id="decide" ref={form} onSubmit={(event) => void send(event)}>
      <Select
        id="decide-decision"
        name="decision"
        label={texts.decision}
        value={undefined}
        options={decisions.map((each) => [each, texts.decisions[each]])}
      />
      <div class="field">
        <label for="decide-reasons">{texts.reasons}</label>
        <textarea id="decide-reasons" name="reasons" rows={4} required maxlength={2_000}></textarea>
        <p class="hint">{texts.hint}</p>
      </div>
      <CallError problem={problem} />
      <p class="buttons">
        <button type="submit" disabled={!isReady}>
          {texts.submit}
        </button>
      </p>
    </form>
  )
}
