/** @jsxImportSource preact */
import type { DrawnShape, MapShape } from './map-shape.ts'

const PIN_PIXELS = 5

/** A search as a ring, an offer as a disc, with its region around it. It can be clicked; the keyboard goes through the list instead. */
export function Shape({ shape, drawn }: { readonly shape: MapShape; readonly drawn: DrawnShape }) {
  const { kind, title, href } = shape
  const { x, y, radius, points } = drawn
  const content = (
    <>
      <title>{title}</title>
      {points === undefined ? (
        <circle class="region" cx={x} cy={y} r={radius} />
      ) : (
        <polygon class="region" points={points} />
      )}
      <circle class="pin" cx={x} cy={y} r={PIN_PIXELS} />
    </>
  )
  return href === undefined ? (
    <g class={`shape ${kind}`}>{content}</g>
  ) : (
    <a class={`shape ${kind}`} href={href} tabindex={-1} draggable={false}>
      {content}
    </a>
  )
}
