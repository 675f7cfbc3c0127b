/** @jsxImportSource preact */
import { capRadiusMeters } from '#lib/geo/polygon-size.ts'
import type { Language } from '#lib/text/language.ts'
import type { SubjectView } from '../../subject-wire.ts'
import { Metres } from './metres.tsx'
import type { en } from './texts.en.ts'

interface ReachProps {
  readonly region: SubjectView['region']
  readonly language: Language
  readonly texts: typeof en
}

/** How far a region reaches: the radius of a circle, or the distance to the farthest point of a polygon. */
export function Reach({ region: { circle, polygon, at }, language, texts }: ReachProps) {
  if (circle !== undefined) return <Metres value={circle.radiusMeters} language={language} />
  if (polygon === undefined || at === undefined) return <></>
  const ring = polygon.map(([lng, lat]) => ({ lat, lng }))
  return (
    <>
      <Metres value={Math.ceil(capRadiusMeters(ring, at))} language={language} /> ({texts.polygon})
    </>
  )
}
