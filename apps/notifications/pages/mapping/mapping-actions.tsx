/** @jsxImportSource preact */
import { useEffect, useRef, useState } from 'preact/hooks'
import { call, type CallProblem, type Outcome } from '#lib/ui/client/call.ts'
import { AskDialog } from '#lib/ui/components/ask-dialog.tsx'
import { ActProblem } from './act-problem.tsx'
import { DonePart, type Done } from './done-part.tsx'
import type { en } from './texts.en.ts'

/** What the island is given. */
export interface MappingActionsProps {
  readonly device: string
  readonly texts: (typeof en)['actions']
}

/** What an admin can do with a subscription: test it, move it to another device, and delete it. */
export function MappingActions({ device, texts }: MappingActionsProps) {
  const [isReady, setReady] = useState(false)
  const [isAsked, setAsked] = useState(false)
  const [problem, setProblem] = useState<CallProblem>()
  const [done, setDone] = useState<Done>()
  const other = useRef<HTMLInputElement>(null)
  useEffect(() => setReady(true), [])

  async function act<Body>(make: () => Promise<Outcome<Body>>, after: (body: Body) => Done): Promise<void> {
    setReady(false)
    setProblem(undefined)
    setDone(undefined)
    const outcome = await make()
    setReady(true)
    if (outcome.ok) setDone(after(outcome.body))
    else setProblem(outcome.problem)
  }

  const path = { device }
  const test = () =>
    act(
      () => call('POST /mappings/{device}/test', { path }),
      ({ delivery }) => ({ act: 'tested', delivery }),
    )
  const clone = (event: SubmitEvent) => {
    event.preventDefault()
    const body = { device_id: other.current?.value ?? '' }
    void act(
      () => call('POST /mappings/{device}/clone', { path, body }),
      ({ device_id: to }) => ({ act: 'cloned', to }),
    )
  }
  const remove = () =>
    act(
      () => call('DELETE /mappings/{device}', { path }),
      () => ({ act: 'removed' }),
    )
  const isOver = done?.act === 'removed' || done?.act === 'cloned'
  return (
    <>
      <div hidden={isOver}>
        <p class="buttons acts">
          <button type="button" disabled={!isReady} onClick={() => void test()}>
            {texts.test}
          </button>
          <button type="button" class="danger" disabled={!isReady} onClick={() => setAsked(true)}>
            {texts.remove}
          </button>
        </p>
        <form id="clone" onSubmit={clone}>
          <div class="field">
            <label for="clone-device">{texts.cloneField}</label>
            <input
              id="clone-device"
              name="device_id"
              type="text"
              required
              maxlength={200}
              autocomplete="off"
              aria-describedby="clone-hint"
              aria-invalid={problem?.field === 'device_id'}
              ref={other}
            />
            <p class="hint" id="clone-hint">
              {texts.cloneHint}
            </p>
          </div>
          <p class="buttons">
            <button type="submit" class="second" disabled={!isReady}>
              {texts.clone}
            </button>
          </p>
        </form>
      </div>
      <ActProblem problem={problem} texts={texts.problems} />
      <DonePart done={done} texts={texts} />
      {isAsked && (
        <AskDialog
          question={texts.ask}
          name={device}
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
