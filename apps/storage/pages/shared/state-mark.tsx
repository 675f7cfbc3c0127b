/** @jsxImportSource preact */
import type { en } from './operate-texts.en.ts'
import type { SubjectState } from './state-of.ts'

const LIGHTS: Readonly<Record<SubjectState, 'good' | 'slow' | 'bad'>> = {
  active: 'good',
  paused: 'slow',
  silent: 'slow',
  reserved: 'slow',
  waiting: 'slow',
  settled: 'bad',
  expired: 'bad',
  hidden: 'bad',
}

/** The state of a search or an offer as a sign and a word. */
export function StateMark({
  state,
  texts,
}: {
  readonly state: SubjectState
  readonly texts: Pick<typeof en, 'states'>
}) {
  return <span class={`state ${LIGHTS[state]}`}>{texts.states[state]}</span>
}
