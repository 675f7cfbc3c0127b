import type { ForbiddenEntry } from '#lib/trust/find-forbidden.ts'
import type { World } from '../open-world.fixture.ts'

/** A word that is refused, one that is looked at first, and a host that is refused. */
export const ENTRIES: readonly ForbiddenEntry[] = [
  { kind: 'word', value: 'Gewehr', does: 'refuse' },
  { kind: 'word', value: 'Messer', does: 'hold' },
  { kind: 'word', value: 'Säbel', does: 'hold' },
  { kind: 'host', value: 'scam.example', does: 'refuse' },
]

/** Replaces the list of a world. */
export function putForbidden(
  { call }: Pick<World, 'call'>,
  entries: readonly unknown[] = ENTRIES,
  { as = 'admin', etag = '"0"' }: { readonly as?: string; readonly etag?: string } = {},
): Promise<Response> {
  const headers = etag === '' ? {} : { 'if-match': etag }
  return call('PUT /store/forbidden', { as, json: { entries }, headers })
}
