import type { MappingQuery } from '#lib/store/mappings.ts'

/** A query for mappings with each combination of what it may select. */
export function mappingQueries(): MappingQuery[] {
  const queries: MappingQuery[] = []
  for (const person of [undefined, 'ada'])
    for (const device of [undefined, 'a'])
      for (const channel of [undefined, 'log'])
        for (const state of [undefined, 'gone' as const])
          for (const cursor of [undefined, 'a'])
            queries.push({ person, device, channel, state, cursor, limit: 9 })
  return queries
}
