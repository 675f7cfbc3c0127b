// A QR code as SVG, dark on light in every colour scheme: cameras expect it so.
import { encode } from './uqr.js'

const QUIET_MODULES = 4
// A whole number of pixels each: cameras read uneven ones badly.
const MODULE_PIXELS = 4

/** Draws a text as a QR code into an `svg` element. */
export function drawCode(svg, text) {
  const { data, size } = encode(text, { ecc: 'L', border: QUIET_MODULES })
  const dark = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])))
  svg.setAttribute('viewBox', `0 0 ${size} ${size}`)
  svg.setAttribute('width', size * MODULE_PIXELS)
  svg.setAttribute('shape-rendering', 'crispEdges')
  svg.replaceChildren(
    shape('rect', { width: size, height: size, fill: '#fff' }),
    shape('path', { d: dark.join(''), fill: '#000' }),
  )
}

function shape(name, attributes) {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name)
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value)
  return made
}
