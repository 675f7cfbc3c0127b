/** @jsxImportSource preact */
import type { en } from './delivery-texts.en.ts'

/** Why a delivery is in its state: our own reasons in the language of the reader, those of providers as they came. */
export function DeliveryReason({
  reason,
  texts,
}: {
  readonly reason: string
  readonly texts: Pick<typeof en, 'reasons'>
}) {
  const known = new Map<string, string>(Object.entries(texts.reasons))
  const words = known.get(reason)
  return words === undefined ? <span lang="en">{reason}</span> : <>{words}</>
}
