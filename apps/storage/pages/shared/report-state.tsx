/** @jsxImportSource preact */
import type { en } from './report-texts.en.ts'

/** The state of a report as a sign and a word. */
export function ReportState({
  state,
  texts,
}: {
  readonly state: keyof (typeof en)['states']
  readonly texts: Pick<typeof en, 'states'>
}) {
  return <span class={`state ${state === 'open' ? 'slow' : 'good'}`}>{texts.states[state]}</span>
}
