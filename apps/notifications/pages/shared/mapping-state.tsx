/** @jsxImportSource preact */
import type { MappingState } from '#lib/store/mappings.ts'
import type { en } from './mapping-texts.en.ts'

/** The state of a subscription as a sign and a word. */
export function MappingStateMark({
  state,
  texts,
}: {
  readonly state: MappingState
  readonly texts: Pick<typeof en, 'mappingStates'>
}) {
  return <span class={`state ${state === 'active' ? 'good' : 'bad'}`}>{texts.mappingStates[state]}</span>
}
