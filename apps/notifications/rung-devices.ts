import type { Mapping } from '#lib/store/mappings.ts'

const NO_CHANNEL = 'none'

/** The devices that can be rung, by person. */
export function rungDevices(mappings: readonly Mapping[]): ReadonlyMap<string, readonly Mapping[]> {
  const rung = mappings.filter(({ state, channel }) => state === 'active' && channel !== NO_CHANNEL)
  return Map.groupBy(rung, ({ person }) => person)
}
