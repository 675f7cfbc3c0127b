/** A place with its score. */
export interface Scored {
  readonly place: number
  readonly score: number
}

/** Keeps the best of any number of places, each once, with its best score. */
export interface TopList {
  readonly offer: (place: number, score: number) => void
  /** The score of the last one; undefined while there is room for more. */
  readonly lowest: () => number | undefined
  /** Best first; of equal ones, the lower number. */
  readonly places: () => number[]
}

/** Opens an empty list. It is short, so that each offer is cheap: most are worse than the last one. */
export function openTopList(limit: number): TopList {
  const best: Scored[] = []
  return {
    offer(place, score) {
      const offered = { place, score }
      const last = best.at(-1)
      if (best.length === limit && last !== undefined && byScore(offered, last) >= 0) return
      const known = best.findIndex((each) => each.place === place)
      if (known !== -1) {
        if (byScore(offered, best[known] ?? offered) >= 0) return
        best.splice(known, 1)
      }
      const at = best.findIndex((each) => byScore(offered, each) < 0)
      best.splice(at === -1 ? best.length : at, 0, offered)
      best.splice(limit)
    },
    lowest: () => (best.length < limit ? undefined : best.at(-1)?.score),
    places: () => best.map(({ place }) => place),
  }
}

function byScore(a: Scored, b: Scored): number {
  return b.score - a.score || a.place - b.place
}
