/** @jsxImportSource preact */
import type { Language } from '#lib/text/language.ts'
import { fromWorld, worldLength, type MapSize, type MapView } from './map-view.ts'
import { roundLength } from './round-length.ts'

const WIDTH_PIXELS_MAX = 120
const EDGE_PIXELS = 12
const KILOMETRE = 1_000

interface ScaleBarProps {
  readonly view: MapView
  readonly size: MapSize
  readonly language: Language
}

/** A line of a round length, in the middle of the map. */
export function ScaleBar({ view, size, language }: ScaleBarProps) {
  const pixelsPerMeter = worldLength(1, fromWorld(view).lat) * view.scale
  const meters = roundLength(WIDTH_PIXELS_MAX / pixelsPerMeter)
  const isFar = meters >= KILOMETRE
  const format = new Intl.NumberFormat(language, { style: 'unit', unit: isFar ? 'kilometer' : 'meter' })
  const y = size.height - EDGE_PIXELS
  return (
    <g class="scale">
      <line x1={EDGE_PIXELS} y1={y} x2={EDGE_PIXELS + meters * pixelsPerMeter} y2={y} />
      <text x={EDGE_PIXELS} y={y - EDGE_PIXELS / 2}>
        {format.format(isFar ? meters / KILOMETRE : meters)}
      </text>
    </g>
  )
}
