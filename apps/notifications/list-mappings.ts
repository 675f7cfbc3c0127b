import type { Caller } from '#lib/auth/caller.ts'
import { ProblemError } from '#lib/http/problem.ts'
import type { Mapping, MappingQuery, MappingStore } from '#lib/store/mappings.ts'
import { mayRead } from './mapping-wire.ts'

/** A page of mappings, and the cursor of the following one. */
interface MappingPage {
  readonly page: readonly Mapping[]
  readonly next?: string | undefined
}

/**
 * The mappings that a caller asked for and may read: a person all their own ones, newest first; others a page by device.
 *
 * @throws {ProblemError} 403 when a person asks for those of somebody else.
 */
export async function listMappings(
  mappings: Pick<MappingStore, 'list' | 'ofPeople'>,
  query: MappingQuery,
  caller: Caller,
): Promise<MappingPage> {
  const { person, limit } = query
  if (person !== undefined && !mayRead(caller, person)) {
    const detail = '"user" must be your own id'
    throw new ProblemError({ status: 403, code: 'not_yours', field: 'user', detail })
  }
  if (caller.role === 'person') {
    const own = await mappings.ofPeople([caller.person])
    return { page: own.filter((mapping) => isAsked(mapping, query)) }
  }
  // One more than is shown, so that the last page is known to be the last.
  const found = await mappings.list({ ...query, limit: limit + 1 })
  const page = found.slice(0, limit)
  return { page, next: found.length > limit ? page.at(-1)?.device : undefined }
}

function isAsked(mapping: Mapping, { device = '', channel, state }: MappingQuery): boolean {
  return (
    mapping.device.startsWith(device) &&
    (channel === undefined || mapping.channel === channel) &&
    (state === undefined || mapping.state === state)
  )
}
