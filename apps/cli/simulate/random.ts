/** Returns the next number: at least 0, less than 1. */
export type Random = () => number

/** Creates a generator of pseudorandom numbers, repeatable by its seed: mulberry32, by Tommy Ettinger (public domain). */
export function randomOf(seed: number): Random {
  let state = seed >>> 0
  return function next() {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Picks one item of a list, which must not be empty. */
export function pick<Item>(list: readonly Item[], random: Random): Item {
  const item = list[Math.floor(random() * list.length)]
  if (item === undefined) throw new RangeError('Cannot pick: the list is empty')
  return item
}

/** Returns a random number from `min` to `max`. */
export function between(min: number, max: number, random: Random): number {
  return min + random() * (max - min)
}
