// A plain map on a canvas: phones that fade, matches as rings, a grid of degrees and a scale. No tiles, nothing from elsewhere.
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

/** Draws on a canvas for as long as the page lives. */
export function openMap(canvas) {
  const context = canvas.getContext('2d')
  const phones = new Map()
  const matches = []
  let view

  // A canvas knows no CSS variables: hidden elements wear the colours, and are asked for them.
  const probes = new Map(
    ['--line', '--quiet', '--card', '--phone', '--match'].map((name) => {
      const probe = document.createElement('span')
      probe.hidden = true
      probe.style.color = `var(${name})`
      canvas.after(probe)
      return [name, probe]
    }),
  )

  function colour(name) {
    return getComputedStyle(probes.get(name)).color
  }

  function fitView(width, height) {
    const places = [...[...phones.values()].map(({ place }) => place), ...matches.map(({ place }) => place)]
    if (places.length === 0) return
    const lats = places.map(({ lat }) => lat).toSorted((a, b) => a - b)
    const lngs = places.map(({ lng }) => lng).toSorted((a, b) => a - b)
    // The middle nine tenths decide: one far phone does not shrink a city to a dot.
    const cut = Math.floor(places.length * 0.05)
    const [south, north] = [lats[cut], lats.at(-1 - cut)]
    const [west, east] = [lngs[cut], lngs.at(-1 - cut)]
    const lat = (south + north) / 2
    const shrink = Math.cos((lat * Math.PI) / 180)
    const spanLat = Math.max(SPAN_DEGREES_MIN, north - south)
    const spanLng = Math.max(SPAN_DEGREES_MIN, east - west)
    const scale = Math.min((height - 2 * PADDING) / spanLat, (width - 2 * PADDING) / (spanLng * shrink))
    const wanted = { lat, lng: (west + east) / 2, scale }
    view = view === undefined ? wanted : ease(view, wanted)
  }

  function ease(from, to) {
    const mix = (key) => from[key] + (to[key] - from[key]) * EASE
    return { lat: mix('lat'), lng: mix('lng'), scale: mix('scale') }
  }

  function draw() {
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
    const toScreen = ({ lat, lng }) => [
      width / 2 + (lng - view.lng) * shrink * view.scale,
      height / 2 - (lat - view.lat) * view.scale,
    ]
    drawGrid({ width, height, shrink, toScreen })
    drawPhones(toScreen)
    for (const { place, at } of matches) drawMatch(toScreen(place), at)
    drawLabels(toScreen, width)
    drawScale(height)
  }

  function forgetOld() {
    const now = Date.now()
    for (const [device, { at }] of phones) if (now - at > PHONE_MS) phones.delete(device)
    while (matches.length > 0 && now - matches[0].at > MATCH_MS) matches.shift()
  }

  function drawGrid({ width, height, shrink, toScreen }) {
    // Wide enough apart for their labels, also on a phone.
    const step = niceStep(Math.max(width / GRID_LINES, GRID_PIXELS_MIN) / (view.scale * shrink))
    context.strokeStyle = colour('--line')
    context.fillStyle = colour('--quiet')
    context.lineWidth = 1
    context.font = '11px system-ui, sans-serif'
    const halfLat = height / 2 / view.scale
    const halfLng = width / 2 / (view.scale * shrink)
    for (let lat = Math.ceil((view.lat - halfLat) / step) * step; lat < view.lat + halfLat; lat += step) {
      const [, y] = toScreen({ lat, lng: view.lng })
      stroke(0, y, width, y)
      context.fillText(`${lat.toFixed(2)}°`, 6, y - 4)
    }
    for (let lng = Math.ceil((view.lng - halfLng) / step) * step; lng < view.lng + halfLng; lng += step) {
      const [x] = toScreen({ lat: view.lat, lng })
      stroke(x, 0, x, height)
      context.fillText(`${lng.toFixed(2)}°`, x + 4, 14)
    }
  }

  function drawPhones(toScreen) {
    const cells = new Map()
    context.fillStyle = colour('--phone')
    context.strokeStyle = colour('--phone')
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
      const [x, y] = toScreen(place)
      const radius = 3 + 2 * Math.sqrt(count)
      disc(x, y, radius * 2.2, 0.16 * freshness(at))
      disc(x, y, radius, 0.9 * freshness(at))
    }
    context.globalAlpha = 1
  }

  function disc(x, y, radius, alpha) {
    context.globalAlpha = alpha
    context.beginPath()
    context.arc(x, y, radius, 0, 2 * Math.PI)
    context.fill()
  }

  function freshness(at) {
    return Math.max(0.1, 1 - (Date.now() - at) / PHONE_MS)
  }

  function drawMatch([x, y], at) {
    const age = Date.now() - at
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches
    const growth = still || age > RING_MS ? 0 : 1 - age / RING_MS
    context.globalAlpha = Math.max(0.15, 1 - age / MATCH_MS)
    context.strokeStyle = colour('--match')
    context.lineWidth = 2
    context.beginPath()
    context.arc(x, y, 8 + growth * 26, 0, 2 * Math.PI)
    context.stroke()
    context.globalAlpha = 1
  }

  // What was found lately, in words beside its ring, the newest first; one that finds no room is in the list alone.
  function drawLabels(toScreen, width) {
    const taken = []
    context.font = '600 12px system-ui, sans-serif'
    context.lineWidth = 4
    context.lineJoin = 'round'
    context.strokeStyle = colour('--card')
    context.fillStyle = colour('--match')
    for (const { place, at, title } of matches.slice(-LABELS_MAX).toReversed()) {
      const alpha = Math.min(1, 2 - (2 * (Date.now() - at)) / LABEL_MS)
      const length = context.measureText(title).width
      const box = alpha > 0 && freeBox(toScreen(place), { length, width, taken })
      if (!box) continue
      taken.push(box)
      context.globalAlpha = alpha
      context.strokeText(title, box.left, box.top + LABEL_BASE)
      context.fillText(title, box.left, box.top + LABEL_BASE)
    }
    context.globalAlpha = 1
  }

  function freeBox([x, y], { length, width, taken }) {
    const rows = [y - LABEL_LINE / 2, y + LABEL_LINE / 2, y - 1.5 * LABEL_LINE]
    const boxes = rows.flatMap((top) =>
      [x + LABEL_GAP, x - LABEL_GAP - length].map((left) => ({ left, right: left + length, top })),
    )
    const isFree = (box) =>
      taken.every(
        (other) =>
          box.right < other.left || box.left > other.right || Math.abs(box.top - other.top) >= LABEL_LINE,
      )
    return boxes.find((box) => box.left >= 0 && box.right <= width && isFree(box))
  }

  function drawScale(height) {
    context.font = '11px system-ui, sans-serif'
    const meters = niceStep((120 / view.scale) * METERS_PER_DEGREE)
    const length = (meters / METERS_PER_DEGREE) * view.scale
    context.strokeStyle = colour('--quiet')
    context.fillStyle = colour('--quiet')
    context.lineWidth = 2
    stroke(12, height - 14, 12 + length, height - 14)
    context.fillText(meters >= 1_000 ? `${meters / 1_000} km` : `${meters} m`, 12, height - 20)
  }

  function stroke(x1, y1, x2, y2) {
    context.beginPath()
    context.moveTo(x1, y1)
    context.lineTo(x2, y2)
    context.stroke()
  }

  const loop = () => {
    draw()
    requestAnimationFrame(loop)
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
  }
}

function niceStep(wanted) {
  const power = 10 ** Math.floor(Math.log10(wanted))
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= wanted) ?? power * 10
}
