import { crossingAt, type MapPlace } from '#lib/geo/map-place.ts'

/** A part of a ring between two places where it crosses the meridian. */
interface Chain {
  readonly isEast: boolean
  readonly places: readonly MapPlace[]
  /** How many crossings in the same direction as that at its begin, or at its end, are south of it. */
  readonly beginRank: number
  readonly endRank: number
}

/** A place of a ring, and where the ring crosses the meridian after it. */
interface Step {
  readonly place: MapPlace
  readonly crossing: MapPlace | undefined
  readonly isEast: boolean
}

/**
 * Cuts a ring on a map along a meridian, into rings that lie on one side of it. The ring is counter-clockwise and does not cross itself;
 * so are its parts. A part without a width is left out.
 *
 * Method: going north along the meridian, the ring is crossed to the east and to the west in turns, and the inside is between a crossing
 * to the east and the next one to the west. There, the parts on each side are joined (after K. Weiler and P. Atherton, "Hidden surface
 * removal using polygon area sorting", 1977).
 *
 * @example
 * ```ts
 * const square = [{ x: 179, y: 0 }, { x: 181, y: 0 }, { x: 181, y: 1 }, { x: 179, y: 1 }]
 * cutAtMeridian(square, 180).length // => 2
 * cutAtMeridian(square, 181).length // => 1
 * ```
 */
export function cutAtMeridian(ring: readonly MapPlace[], x: number): MapPlace[][] {
  const chains = chainsOf(ring, x)
  const parts = chains.length === 0 ? [[...ring]] : joinChains(chains)
  return parts.filter((part) => part.some((place) => place.x !== part[0]?.x))
}

function chainsOf(ring: readonly MapPlace[], x: number): Chain[] {
  const steps = ring.map((place, index): Step => {
    const next = ring[(index + 1) % ring.length] ?? place
    return { place, crossing: crossingAt(x, place, next), isEast: next.x >= x }
  })
  const crossings = steps.filter(({ crossing }) => crossing !== undefined)
  const ranks = new Map([...ranksOf(crossings, true), ...ranksOf(crossings, false)])
  const first = steps.findIndex(({ crossing }) => crossing !== undefined)
  const chains: Chain[] = []
  let begin: Step | undefined
  let places: MapPlace[] = []
  // Once around, from the first crossing to the first crossing.
  for (const [index, step] of [...steps.slice(first), ...steps.slice(0, first + 1)].entries()) {
    if (index > 0) places.push(step.place)
    if (step.crossing === undefined) continue
    if (begin?.crossing !== undefined) {
      const [beginRank, endRank] = [ranks.get(begin) ?? 0, ranks.get(step) ?? 0]
      chains.push({ isEast: begin.isEast, places: [...places, step.crossing], beginRank, endRank })
    }
    begin = step
    places = [step.crossing]
  }
  return chains
}

/** The crossings in one direction, from the south to the north. */
function ranksOf(crossings: readonly Step[], isEast: boolean): (readonly [Step, number])[] {
  return crossings
    .filter((step) => step.isEast === isEast)
    .toSorted((a, b) => (a.crossing?.y ?? 0) - (b.crossing?.y ?? 0))
    .map((step, rank) => [step, rank] as const)
}

function joinChains(chains: readonly Chain[]): MapPlace[][] {
  const parts: MapPlace[][] = []
  const left = new Set(chains)
  for (const chain of chains) {
    const part: MapPlace[] = []
    let next: Chain | undefined = chain
    while (next !== undefined && left.delete(next)) {
      part.push(...next.places)
      const { isEast, endRank }: Chain = next
      next = chains.find((other) => other.isEast === isEast && other.beginRank === endRank)
    }
    if (part.length > 0) parts.push(part)
  }
  return parts
}
