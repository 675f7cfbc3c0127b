import { travel } from '#lib/geo/travel.ts'
import { shownPlace, type Target } from './attack.fixture.ts'
import type { Stage, Written } from './open-stage.fixture.ts'

// 16 searches around each target: circles that contain the place that is shown, that nearly do, and that do not.
const AWAY_METERS = [0, 200, 300, 500]
const BEARINGS = [0, 90, 180, 270]
const RADII_METERS = [50, 250, 350, 600]

/** Writes searches of strangers around targets, each with another circle; gives their ids. */
export async function watch(stage: Stage, targets: readonly Target[]): Promise<string[]> {
  const searches: Written[] = []
  for (const target of targets) {
    const cell = await shownPlace(stage, target)
    for (const [row, meters] of AWAY_METERS.entries()) {
      for (const [column, bearing] of BEARINGS.entries()) {
        searches.push({
          kind: 'search',
          owner: `watcher-${row}-of-${target.owner}`,
          keyword: target.keyword,
          at: travel(cell, bearing, meters),
          radiusMeters: RADII_METERS[(row + column) % RADII_METERS.length] ?? 0,
        })
      }
    }
  }
  return stage.write(...searches)
}

/** All that strangers can read of targets, with ETags and times: pages, lists, and the matches and notices of their own searches. */
export async function observe(
  stage: Stage,
  targets: readonly Target[],
  searches: readonly string[],
): Promise<unknown> {
  const pages: string[] = []
  for (const { offer } of targets) {
    pages.push(
      await stage.text(`/store/offers/${offer}`),
      await stage.text(`/store/offers/${offer}`, 'a-stranger', { accept: 'text/html' }),
    )
  }
  const lists = [
    await stage.text('/store/offers?limit=3'),
    await stage.text('/store/offers?limit=200&near=52.52,13.405&radius=20000'),
  ]
  const matches: unknown[] = []
  for (const id of searches) matches.push(await stage.matchesOf('searches', id))
  return { pages, lists, matches, notices: await stage.world.notices() }
}
