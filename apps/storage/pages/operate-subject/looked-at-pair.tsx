/** @jsxImportSource preact */
import { Fragment } from 'preact'
import type { AnswerOf } from '#lib/ui/client/call.ts'
import type { en } from './texts.en.ts'

/** A pair that somebody looked at by hand. */
export type HandMatchedPair = AnswerOf<'POST /store/offers/{id}/match'>['pairs'][number]

interface LookedAtPairProps {
  readonly pair: HandMatchedPair
  /** The one of the page. */
  readonly id: string
  /** Whether the two form two pairs: each of two searches may find the other. */
  readonly isOneOfTwo: boolean
  readonly texts: (typeof en)['byHand']
}

/** What became of a pair, and each condition of the rule with whether it holds. */
export function LookedAtPair({ pair, id, isOneOfTwo, texts }: LookedAtPairProps) {
  const { search, outcome, conditions } = pair
  return (
    <>
      {isOneOfTwo && <h3>{search === id ? texts.finds : texts.isFound}</h3>}
      <p>{texts.outcomes[outcome]}</p>
      <dl class="facts">
        {conditions.map(({ name, holds, failing = [] }) => (
          <Fragment key={name}>
            <dt>{texts.conditions[name]}</dt>
            <dd>
              <span class={`state ${holds ? 'good' : 'bad'}`}>{holds ? texts.holds : texts.fails}</span>
              {failing.map((each) => ` · ${each === id ? texts.thisOne : texts.otherOne}`)}
            </dd>
          </Fragment>
        ))}
      </dl>
    </>
  )
}
