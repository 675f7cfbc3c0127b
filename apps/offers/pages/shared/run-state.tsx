/** @jsxImportSource preact */
import type { RunState } from '#lib/store/runs.ts'
import type { en } from './texts.en.ts'

const LIGHTS: Readonly<Record<RunState, 'good' | 'slow' | 'bad'>> = {
  running: 'good',
  done: 'good',
  suspect: 'slow',
  approved: 'good',
  failed: 'bad',
  cancelled: 'slow',
}

/** The state of a run as a sign and a word. */
export function RunStateMark({ state, texts }: { readonly state: RunState; readonly texts: typeof en }) {
  return <span class={`state ${LIGHTS[state]}`}>{texts.states[state]}</span>
}
