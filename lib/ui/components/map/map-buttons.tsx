/** @jsxImportSource preact */
import type { MapTexts } from './map-texts.ts'

interface MapButtonsProps {
  readonly texts: MapTexts
  readonly onZoom: (isIn: boolean) => void
  readonly onFit: () => void
}

/** The buttons of a map. While one of them has the focus, the arrow keys move the map. */
export function MapButtons({ texts, onZoom, onFit }: MapButtonsProps) {
  return (
    <p class="map-buttons" role="group" aria-label={texts.buttons}>
      <button type="button" class="second" aria-label={texts.closer} onClick={() => onZoom(true)}>
        +
      </button>
      <button type="button" class="second" aria-label={texts.farther} onClick={() => onZoom(false)}>
        −
      </button>
      <button type="button" class="second" onClick={onFit}>
        {texts.fit}
      </button>
    </p>
  )
}
