/** @jsxImportSource preact */
import type { Language } from '#lib/text/language.ts'

const KILOMETRE = 1_000

/** A distance in metres, for people. */
export function Metres({ value, language }: { readonly value: number; readonly language: Language }) {
  const isFar = value >= KILOMETRE
  const format = new Intl.NumberFormat(language, {
    style: 'unit',
    unit: isFar ? 'kilometer' : 'meter',
    maximumFractionDigits: 1,
  })
  // The unit stays on the line of its number.
  return <>{format.format(isFar ? value / KILOMETRE : value).replace(' ', '\u00A0')}</>
}
