/** @jsxImportSource preact */
import type { Language } from '#lib/text/language.ts'
import { Metres } from './metres.tsx'
import type { en } from './texts.en.ts'

interface ReachProps {
  readonly meters: number
  readonly isPolygon: boolean
  readonly language: Language
  readonly texts: Pick<typeof en, 'polygon'>
}

/** How far a region reaches, and whether it is a polygon. */
export function Reach({ meters, isPolygon, language, texts }: ReachProps) {
  return (
    <>
      <Metres value={meters} language={language} />
      {isPolygon && ` (${texts.polygon})`}
    </>
  )
}
