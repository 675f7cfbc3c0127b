/** @jsxImportSource preact */
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Language } from '#lib/text/language.ts'
import { loadBorders } from '#lib/ui/client/load-borders.ts'
import { borderPath } from './border-path.ts'
import type { BorderLine } from './borders.ts'
import { MapButtons } from './map-buttons.tsx'
import { drawShape, spotOf, type MapShape } from './map-shape.ts'
import { mapTexts } from './map-texts.ts'
import { fitView, panView, zoomView, type MapSize } from './map-view.ts'
import { placeLabels, type MapLabel } from './place-labels.ts'
import { ScaleBar } from './scale-bar.tsx'
import { Shape } from './shape.tsx'

/** What a map shows. */
export interface AreaMapProps {
  readonly shapes: readonly MapShape[]
  /** Names of towns, the most important first. */
  readonly labels: readonly MapLabel[]
  /** A circle that the reader asked for. */
  readonly asked?: Pick<MapShape, 'at' | 'radiusMeters'>
  /** Where the file of borders is. */
  readonly borders: string
  /** Who made what is drawn. */
  readonly credit: string
  readonly language: Language
}

/** The size of the drawing until its script knows how much room there is. */
export const MAP_SIZE: MapSize = { width: 400, height: 320 }

const ZOOM = 2
const WHEEL = 1.2
const STEP_PIXELS = 60
const ARROWS: Readonly<Record<string, readonly [right: number, down: number]>> = {
  ArrowLeft: [STEP_PIXELS, 0],
  ArrowRight: [-STEP_PIXELS, 0],
  ArrowUp: [0, STEP_PIXELS],
  ArrowDown: [0, -STEP_PIXELS],
}

/**
 * A map that we draw ourselves: borders, names of towns, circles and polygons. It asks no other host for anything. It shows nothing that the list
 * beside it does not tell, so readers of screens are not led through it. Without a script it stands still, and has no borders.
 */
export function AreaMap({ shapes, labels, asked, borders, credit, language }: AreaMapProps) {
  const texts = mapTexts[language]
  const spots = [...shapes.map(spotOf), ...(asked === undefined ? [] : [asked])]
  const [size, setSize] = useState(MAP_SIZE)
  const [moved, setMoved] = useState<ReturnType<typeof fitView>>()
  const [lines, setLines] = useState<readonly BorderLine[]>([])
  const [isAlive, setAlive] = useState(false)
  const drawing = useRef<SVGSVGElement>(null)
  const view = moved ?? fitView(spots, size)
  const now = useRef({ view, size })
  now.current = { view, size }

  useEffect(() => {
    const { current } = drawing
    if (current === null) return undefined
    setAlive(true)
    void loadBorders(borders).then(setLines)
    const observer = new ResizeObserver(() => {
      const { clientWidth: width, clientHeight: height } = current
      if (width > 0 && height > 0) setSize({ width, height })
    })
    observer.observe(current)
    // Only with a key: the wheel alone moves the page.
    const onWheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return
      event.preventDefault()
      const { left, top } = current.getBoundingClientRect()
      const [right, down] = [event.clientX - left, event.clientY - top]
      const { width, height } = now.current.size
      const factor = event.deltaY < 0 ? WHEEL : 1 / WHEEL
      setMoved(zoomView(now.current.view, factor, right - width / 2, down - height / 2))
    }
    current.addEventListener('wheel', onWheel, { passive: false })
    return () => {
      observer.disconnect()
      current.removeEventListener('wheel', onWheel)
    }
  }, [])

  function onPointerMove({ buttons, movementX, movementY, currentTarget, pointerId }: PointerEvent): void {
    if (buttons !== 1 || (movementX === 0 && movementY === 0)) return
    if (currentTarget instanceof Element) currentTarget.setPointerCapture(pointerId)
    setMoved(panView(now.current.view, movementX, movementY))
  }

  function onKeyDown(event: KeyboardEvent): void {
    const step = ARROWS[event.key]
    if (step === undefined) return
    event.preventDefault()
    setMoved(panView(now.current.view, ...step))
  }

  const circle = asked && drawShape(asked, view, size)
  return (
    <figure class="map" onKeyDown={onKeyDown}>
      <svg
        ref={drawing}
        class="drawing"
        viewBox={`0 0 ${size.width} ${size.height}`}
        aria-hidden="true"
        onPointerMove={onPointerMove}
        onDblClick={() => setMoved(zoomView(view, ZOOM))}
      >
        <path class="border" d={borderPath(lines, view, size)} />
        {circle && <circle class="asked" cx={circle.x} cy={circle.y} r={circle.radius} />}
        {placeLabels(labels, view, size).map(({ name, x, y }) => (
          <text key={`${name} ${x} ${y}`} class="label" x={x} y={y}>
            {name}
          </text>
        ))}
        {shapes.map((shape) => (
          <Shape key={shape.id} shape={shape} drawn={drawShape(shape, view, size)} />
        ))}
        <ScaleBar view={view} size={size} language={language} />
      </svg>
      {isAlive && (
        <MapButtons
          texts={texts}
          onZoom={(isIn) => setMoved(zoomView(view, isIn ? ZOOM : 1 / ZOOM))}
          onFit={() => setMoved(undefined)}
        />
      )}
      <figcaption class="quiet small">{`${texts.about} ${credit}`}</figcaption>
    </figure>
  )
}
