import { measureEdges, type Instrument, type Probe } from './measure-edges.fixture.ts'
import type { Attack } from './attack.fixture.ts'
import type { Stage, Written } from './open-stage.fixture.ts'

// A phone is at most 570 m away from the place that is shown.
const AWAY_METERS = 3_000
const RANGE = [AWAY_METERS - 600, AWAY_METERS + 600] as const
const FAR = { radiusMeters: 5_000 }
// `staysTogether()`: a match ends a tenth beyond the circle.
const PARTING_SHARE = 0.1
const CLASS_BORDER_METERS = 1_000

/** Asks with a new search for each distance whether a match begins. */
export const probeBeginnings = measureEdges({
  circleOf: (meters) => ({ awayMeters: AWAY_METERS, radiusMeters: meters }),
  range: RANGE,
  async areWithin(stage, probes) {
    const ids = await stage.write(...probes.map(searchOf))
    const together = await stage.together(ids)
    await stage.remove(...ids)
    return ids.map((id) => together.has(id))
  },
})

/** Asks with a draft for each distance whether it would match; nothing is stored. */
export const probePreviews = measureEdges({
  circleOf: (meters) => ({ awayMeters: AWAY_METERS, radiusMeters: meters }),
  range: RANGE,
  areWithin: (stage, probes) =>
    Promise.all(probes.map(async (probe) => (await stage.preview(searchOf(probe))) > 0)),
})

/** Asks with edits of a search that has a match whether the match ends. */
export const probeEndings: Attack = async (stage, targets) => {
  let ids: string[] = []
  let together: ReadonlySet<string> = new Set()

  const areWithin: Instrument['areWithin'] = async (_, probes) => {
    if (ids.length === 0) ids = await stage.write(...probes.map((probe) => searchOf({ ...probe, ...FAR })))
    else
      await stage.edit(
        editsOf(probes.map((probe, index) => !together.has(ids[index] ?? '') && { ...probe, ...FAR })),
      )
    await stage.edit(
      editsOf(probes.map((probe) => ({ ...probe, radiusMeters: probe.radiusMeters / (1 + PARTING_SHARE) }))),
    )
    together = await stage.together(ids)
    return ids.map((id) => together.has(id))
  }

  const editsOf = (probes: readonly (Probe | false)[]) =>
    new Map(probes.flatMap((probe, index) => (probe ? [[ids[index] ?? '', searchOf(probe)]] : [])))

  const circleOf = (meters: number) => ({ awayMeters: AWAY_METERS, radiusMeters: meters })
  const findings = await measureEdges({ circleOf, range: RANGE, areWithin })(stage, targets)
  await stage.remove(...ids)
  return findings
}

/** Reads the class of the distance from places on a line, and finds the place from which it changes. */
export const probeClasses = measureEdges({
  circleOf: (meters) => ({ awayMeters: meters, radiusMeters: CLASS_BORDER_METERS }),
  range: [CLASS_BORDER_METERS - 600, CLASS_BORDER_METERS + 600],
  areWithin: (stage, probes) => Promise.all(probes.map((probe) => isInClass(stage, probe))),
})

/** Reads lists of what is near places on a line, and finds the place from which the target is no longer in it. */
export const probeLists = measureEdges({
  circleOf: (meters) => ({ awayMeters: meters, radiusMeters: CLASS_BORDER_METERS }),
  range: [CLASS_BORDER_METERS - 600, CLASS_BORDER_METERS + 600],
  areWithin: (stage, probes) =>
    Promise.all(
      probes.map(async ({ target, centre, radiusMeters }) => {
        const query = { keywords: target.keyword, near: `${centre.lat.toFixed(7)},${centre.lng.toFixed(7)}` }
        return (await stage.list('offers', { ...query, radius: String(radiusMeters) })).length > 0
      }),
    ),
})

async function isInClass(stage: Stage, { target, centre }: Probe): Promise<boolean> {
  const near = `${centre.lat.toFixed(7)},${centre.lng.toFixed(7)}`
  const [item] = await stage.list('offers', { keywords: target.keyword, near, radius: '20000' })
  return item?.distanceClass === '<1'
}

function searchOf({ target, centre, radiusMeters }: Probe): Written {
  const owner = `stranger-of-${target.owner}`
  return { kind: 'search', owner, keyword: target.keyword, radiusMeters, at: centre }
}
