import type { Context } from 'hono'
import type { Caller } from '#lib/auth/caller.ts'
import type { AppEnv } from '#lib/http/app-env.ts'
import { askMatchCounts } from '#lib/service-client/match-counts.ts'
import type { SubjectQuery } from '#lib/store/subjects.ts'
import { mapOf } from './map-of.ts'
import type { StorageOptions } from './options.ts'
import type { AskedOfList } from './pages/operate-list/asked-of-list.ts'
import { operateListView, type OperateListData } from './pages/operate-list/operate-list-view.tsx'
import type { PlaceFinder } from './places/open-places.ts'
import type { Place } from './places/place.ts'
import { shapeOf } from './shape-of.ts'

/** A page of a list that was read for an operator. */
export interface ReadList extends Pick<OperateListData, 'of' | 'items' | 'next'> {
  /** The places of the name that was asked for. */
  readonly found: readonly Place[]
  readonly near: SubjectQuery['near']
}

/** The dependencies of the operators' page of a list. */
export interface OperateListPorts extends Pick<StorageOptions, 'assets' | 'matching' | 'log'> {
  readonly places: PlaceFinder
}

/** Answers an operator with a page of a list, with how many matches each has. Without matching, the page has no such numbers. */
export async function showOperateList(
  c: Context<AppEnv>,
  ports: OperateListPorts,
  { of, items, found, near, next }: ReadList,
): Promise<Response> {
  const shapes = items.map((subject) => shapeOf(subject, of.path)).filter((shape) => shape !== undefined)
  const [matches, map] = await Promise.all([
    countMatches(
      ports,
      items.map(({ id }) => id),
    ),
    mapOf(ports, shapes, near),
  ])
  return operateListView.respond(c.req.raw, ports.assets, {
    of,
    items,
    places: found,
    next,
    asked: askedOf(c.req.query()),
    matches,
    map,
    seesAll: seesAll(c.get('caller')),
    nowMs: Date.now(),
  })
}

/** Whether a caller sees what is switched off, of everybody. */
export function seesAll({ role }: Caller): boolean {
  return role === 'service' || role === 'admin'
}

async function countMatches({ matching, log }: OperateListPorts, ids: readonly string[]) {
  if (ids.length === 0) return new Map<string, number>()
  try {
    return await askMatchCounts(matching, ids)
  } catch (error) {
    log.warn('list without numbers of matches: cannot ask', { error })
    return undefined
  }
}

/** What the form of the list sent. The format is none of its fields. */
export function askedOf(query: Readonly<Record<string, string>>): AskedOfList {
  const { format: _format, kind: _kind, ...asked } = query
  return asked
}
