const PHONE_MS = 60_000
const MATCH_MS = 300_000
const RING_MS = 2_500
const LABEL_MS = 60_000
const LABELS_MAX = 8
const LABEL_LINE = 15
const LABEL_BASE = 12
const LABEL_GAP = 14
const METERS_PER_DEGREE = 111_319
const PADDING = 48
const SPAN_DEGREES_MIN = 0.02
const EASE = 0.08
const GRID_LINES = 8
const GRID_PIXELS_MIN = 64

/** A place in degrees. */
interface Place {
  readonly lat: number
  readonly lng: number
}

interface Phone {
  readonly place: Place
  readonly previous: Place | undefined
  /** When it was seen last, in milliseconds since 1970. */
  readonly at: number
}

interface ShownMatch {
  readonly place: Place
  readonly at: number
  readonly title: string
}

/** The middle of the map, and its scale in pixels per degree of latitude. */
interface View extends Place {
  readonly scale: number
}

type ToScreen = (place: Place) => [x: number, y: number]

interface Box {
  readonly left: number
  readonly right: number
  readonly top: number
}

/** A plain map: phones that fade, matches as rings, a grid of degrees and a scale. It loads nothing. */
export interface LiveMap {
  addPhone(device: string, place: Place): void
  /** @param at when the match was found, in milliseconds since 1970 */
  addMatch(place: Place, at: number, title: string): void
  close(): void
}

/** Draws the map on a canvas until it is closed. */
export function openMap(canvas: HTMLCanvasElement): LiveMap {
  const found = canvas.getContext('2d')
  if (found === null) throw new Error('Cannot draw the map: this browser has no 2D canvas')
  const context: CanvasRenderingContext2D = found
  const phones = new Map<string, Phone>()
  const matches: ShownMatch[] = []
  let view: View | undefined
  let frame = 0

  // A canvas knows no CSS variables. A hidden element takes each colour, so that we can read it.
  const probes = new Map<string, HTMLElement>()

  function colour(name: string): string {
    let probe = probes.get(name)
    if (probe === undefined) {
      probe = document.createElement('span')
      probe.hidden = true
      probe.style.color = `var(${name})`
      canvas.after(probe)
      probes.set(name, probe)
    }
    return getComputedStyle(probe).color
  }

  function fitView(width: number, height: number): void {
    const places = [...[...phones.values()].map(({ place }) => place), ...matches.map(({ place }) => place)]
    if (places.length === 0) return
    const lats = places.map(({ lat }) => lat).toSorted((a, b) => a - b)
    const lngs = places.map(({ lng }) => lng).toSorted((a, b) => a - b)
    // The middle nine tenths decide: one far phone does not shrink a city to a dot.
    const cut = Math.floor(places.length * 0.05)
    const [south = 0, north = 0] = [lats[cut], lats.at(-1 - cut)]
    const [west = 0, east = 0] = [lngs[cut], lngs.at(-1 - cut)]
    const lat = (south + north) / 2
    const shrink = Math.cos((lat * Math.PI) / 180)
    const spanLat = Math.max(SPAN_DEGREES_MIN, north - south)
    const spanLng = Math.max(SPAN_DEGREES_MIN, east - west)
    const scale = Math.min((height - 2 * PADDING) / spanLat, (width - 2 * PADDING) / (spanLng * shrink))
    const wanted = { lat, lng: (west + east) / 2, scale }
    view = view === undefined ? wanted : ease(view, wanted)
  }

  function ease(from: View, to: View): View {
    const mix = (key: keyof View) => from[key] + (to[key] - from[key]) * EASE
    return { lat: mix('lat'), lng: mix('lng'), scale: mix('scale') }
  }

  function draw(): void {
    const ratio = devicePixelRatio || 1
    const { clientWidth: width, clientHeight: height } = canvas
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      canvas.width = Math.round(width * ratio)
      canvas.height = Math.round(height * ratio)
    }
    context.setTransform(ratio, 0, 0, ratio, 0, 0)
    context.clearRect(0, 0, width, height)
    forgetOld()
    fitView(width, height)
    if (view === undefined) return
    const shrink = Math.cos((view.lat * Math.PI) / 180)
    const { lat: middleLat, lng: middleLng, scale } = view
    const toScreen: ToScreen = ({ lat, lng }) => [
      width / 2 + (lng - middleLng) * shrink * scale,
      height / 2 - (lat - middleLat) * scale,
    ]
    drawGrid(view, { width, height, shrink, toScreen })
    drawPhones(toScreen)
    for (const { place, at } of matches) drawMatch(toScreen(place), at)
    drawLabels(toScreen, width)
    drawScale(view, height)
  }

  function forgetOld(): void {
    const now = Date.now()
    for (const [device, { at }] of phones) if (now - at > PHONE_MS) phones.delete(device)
    while (matches[0] !== undefined && now - matches[0].at > MATCH_MS) matches.shift()
  }

  function drawGrid(
    shown: View,
    {
      width,
      height,
      shrink,
      toScreen,
    }: { width: number; height: number; shrink: number; toScreen: ToScreen },
  ): void {
    // Wide enough apart for their labels, also on a phone.
    const step = niceStep(Math.max(width / GRID_LINES, GRID_PIXELS_MIN) / (shown.scale * shrink))
    context.strokeStyle = colour('--line')
    context.fillStyle = colour('--quiet')
    context.lineWidth = 1
    context.font = '11px system-ui, sans-serif'
    const halfLat = height / 2 / shown.scale
    const halfLng = width / 2 / (shown.scale * shrink)
    for (let lat = Math.ceil((shown.lat - halfLat) / step) * step; lat < shown.lat + halfLat; lat += step) {
      const [, y] = toScreen({ lat, lng: shown.lng })
      stroke(0, y, width, y)
      context.fillText(`${lat.toFixed(2)}°`, 6, y - 4)
    }
    for (let lng = Math.ceil((shown.lng - halfLng) / step) * step; lng < shown.lng + halfLng; lng += step) {
      const [x] = toScreen({ lat: shown.lat, lng })
      stroke(x, 0, x, height)
      context.fillText(`${lng.toFixed(2)}°`, x + 4, 14)
    }
  }

  function drawPhones(toScreen: ToScreen): void {
    const cells = new Map<string, { place: Place; count: number; at: number }>()
    context.fillStyle = colour('--look')
    context.strokeStyle = colour('--look')
    context.lineWidth = 1.5
    for (const { place, previous, at } of phones.values()) {
      const key = `${place.lat} ${place.lng}`
      const cell = cells.get(key) ?? { place, count: 0, at: 0 }
      cells.set(key, { place, count: cell.count + 1, at: Math.max(cell.at, at) })
      if (!previous) continue
      context.globalAlpha = 0.45 * freshness(at)
      stroke(...toScreen(previous), ...toScreen(place))
    }
    // The phones of one cell are one dot: the more of them, the larger.
    for (const { place, count, at } of cells.values()) {
      const spot = toScreen(place)
      const radius = 3 + 2 * Math.sqrt(count)
      disc(spot, radius * 2.2, 0.16 * freshness(at))
      disc(spot, radius, 0.9 * freshness(at))
    }
    context.globalAlpha = 1
  }

  function disc([x, y]: [number, number], radius: number, alpha: number): void {
    context.globalAlpha = alpha
    context.beginPath()
    context.arc(x, y, radius, 0, 2 * Math.PI)
    context.fill()
  }

  function freshness(at: number): number {
    return Math.max(0.1, 1 - (Date.now() - at) / PHONE_MS)
  }

  function drawMatch([x, y]: [number, number], at: number): void {
    const age = Date.now() - at
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches
    const growth = still || age > RING_MS ? 0 : 1 - age / RING_MS
    context.globalAlpha = Math.max(0.15, 1 - age / MATCH_MS)
    context.strokeStyle = colour('--meet')
    context.lineWidth = 2
    context.beginPath()
    context.arc(x, y, 8 + growth * 26, 0, 2 * Math.PI)
    context.stroke()
    context.globalAlpha = 1
  }

  // What was found lately, in words beside its ring, the newest first; one that finds no room is in the list alone.
  function drawLabels(toScreen: ToScreen, width: number): void {
    const taken: Box[] = []
    context.font = '600 12px system-ui, sans-serif'
    context.lineWidth = 4
    context.lineJoin = 'round'
    context.strokeStyle = colour('--card')
    context.fillStyle = colour('--meet')
    for (const { place, at, title } of matches.slice(-LABELS_MAX).toReversed()) {
      const alpha = Math.min(1, 2 - (2 * (Date.now() - at)) / LABEL_MS)
      const length = context.measureText(title).width
      const box = alpha > 0 ? freeBox(toScreen(place), { length, width, taken }) : undefined
      if (box === undefined) continue
      taken.push(box)
      context.globalAlpha = alpha
      context.strokeText(title, box.left, box.top + LABEL_BASE)
      context.fillText(title, box.left, box.top + LABEL_BASE)
    }
    context.globalAlpha = 1
  }

  function freeBox(
    [x, y]: [number, number],
    { length, width, taken }: { length: number; width: number; taken: readonly Box[] },
  ): Box | undefined {
    const rows = [y - LABEL_LINE / 2, y + LABEL_LINE / 2, y - 1.5 * LABEL_LINE]
    const boxes = rows.flatMap((top) =>
      [x + LABEL_GAP, x - LABEL_GAP - length].map((left) => ({ left, right: left + length, top })),
    )
    const isFree = (box: Box) =>
      taken.every(
        (other) =>
          box.right < other.left || box.left > other.right || Math.abs(box.top - other.top) >= LABEL_LINE,
      )
    return boxes.find((box) => box.left >= 0 && box.right <= width && isFree(box))
  }

  function drawScale(shown: View, height: number): void {
    context.font = '11px system-ui, sans-serif'
    const meters = niceStep((120 / shown.scale) * METERS_PER_DEGREE)
    const length = (meters / METERS_PER_DEGREE) * shown.scale
    context.strokeStyle = colour('--quiet')
    context.fillStyle = colour('--quiet')
    context.lineWidth = 2
    stroke(12, height - 14, 12 + length, height - 14)
    context.fillText(meters >= 1_000 ? `${meters / 1_000} km` : `${meters} m`, 12, height - 20)
  }

  function stroke(x1: number, y1: number, x2: number, y2: number): void {
    context.beginPath()
    context.moveTo(x1, y1)
    context.lineTo(x2, y2)
    context.stroke()
  }

  const loop = () => {
    draw()
    frame = requestAnimationFrame(loop)
  }
  loop()

  return {
    addPhone(device, place) {
      const before = phones.get(device)
      const isMoved =
        before !== undefined && (before.place.lat !== place.lat || before.place.lng !== place.lng)
      phones.set(device, { place, previous: isMoved ? before.place : before?.previous, at: Date.now() })
    },
    addMatch(place, at, title) {
      matches.push({ place, at, title })
      matches.sort((a, b) => a.at - b.at)
    },
    close() {
      cancelAnimationFrame(frame)
      for (const probe of probes.values()) probe.remove()
    },
  }
}

function niceStep(wanted: number): number {
  const power = 10 ** Math.floor(Math.log10(wanted))
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= wanted) ?? power * 10
}
