/** @jsxImportSource preact */
import { useEffect, useRef, useState } from 'preact/hooks'
import type { CallProblem } from '#lib/ui/client/call.ts'
import { CallError } from '#lib/ui/components/call-error.tsx'
import { idIn } from './id-in.ts'
import { LookedAtPair, type HandMatchedPair } from './looked-at-pair.tsx'
import type { EditedSubject } from './patch-of.ts'
import { matchingOf } from './subject-calls.ts'
import type { en } from './texts.en.ts'

/** What the island is given. */
export interface MatchFormProps {
  readonly subject: Pick<EditedSubject, 'id' | 'kind'>
  readonly texts: (typeof en)['byHand']
}

/** Matches a search or an offer with another one by hand, if the rule holds; shows which of its conditions hold. */
export function MatchForm({ subject, texts }: MatchFormProps) {
  const [isReady, setReady] = useState(false)
  const [problem, setProblem] = useState<CallProblem>()
  const [pairs, setPairs] = useState<readonly HandMatchedPair[]>([])
  const other = useRef<HTMLInputElement>(null)
  useEffect(() => setReady(true), [])
  const isUnknown = problem?.field === 'other'

  async function send(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    setReady(false)
    const outcome = await matchingOf(subject.kind)({
      path: { id: subject.id },
      body: { other: idIn(other.current?.value ?? '') },
    })
    setReady(true)
    setProblem(outcome.ok ? undefined : outcome.problem)
    setPairs(outcome.ok ? outcome.body.pairs : [])
  }

  return (
    <form id="by-hand" onSubmit={(event) => void send(event)}>
      <div class="field">
        <label for="by-hand-other">{texts.other}</label>
        <input
          id="by-hand-other"
          name="other"
          type="text"
          required
          maxlength={1_000}
          autocomplete="off"
          aria-describedby="by-hand-hint"
          ref={other}
        />
        <p class="hint" id="by-hand-hint">
          {texts.hint}
        </p>
      </div>
      {isUnknown ? (
        <p class="error" role="alert">
          {texts.noOther}
        </p>
      ) : (
        <CallError problem={problem} />
      )}
      <p class="buttons">
        <button type="submit" class="second" disabled={!isReady}>
          {texts.submit}
        </button>
      </p>
      <div role="status">
        {pairs.map((pair) => (
          <LookedAtPair
            key={pair.search}
            pair={pair}
            id={subject.id}
            isOneOfTwo={pairs.length > 1}
            texts={texts}
          />
        ))}
      </div>
    </form>
  )
}
