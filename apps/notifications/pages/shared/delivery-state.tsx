/** @jsxImportSource preact */
import type { DeliveryState } from '#lib/store/deliveries.ts'
import type { en } from './delivery-texts.en.ts'

const LIGHTS: Readonly<Record<DeliveryState, 'good' | 'slow' | 'bad'>> = {
  pending: 'slow',
  held: 'slow',
  sent: 'good',
  digested: 'good',
  gone: 'bad',
  rate_limited: 'slow',
  muted: 'slow',
  refused: 'bad',
  expired: 'bad',
}

/** The state of a delivery as a sign and a word. */
export function DeliveryStateMark({
  state,
  texts,
}: {
  readonly state: DeliveryState
  readonly texts: Pick<typeof en, 'states'>
}) {
  return <span class={`state ${LIGHTS[state]}`}>{texts.states[state]}</span>
}
