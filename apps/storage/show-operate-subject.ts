import type { Context } from 'hono'
import type { Caller } from '#lib/auth/caller.ts'
import type { AppEnv } from '#lib/http/app-env.ts'
import { askDeliveryCounts } from '#lib/service-client/delivery-counts.ts'
import type { Subject } from '#lib/subjects/subject.ts'
import { mapOf } from './map-of.ts'
import type { StorageOptions } from './options.ts'
import { operateSubjectView, type OperateSubjectData } from './pages/operate-subject/operate-subject-view.tsx'
import { pairTitles, type ShownMatches } from './pair-titles.ts'
import type { PlaceFinder } from './places/open-places.ts'
import { readMatches } from './read-matches.ts'
import { shapeOf } from './shape-of.ts'
import { isOwnerOf, showSubject } from './show-subject.ts'

const MATCHES_MAX = 50

/** The dependencies of the operators' page of a search or an offer. */
export interface OperateSubjectPorts extends Pick<
  StorageOptions,
  'subjects' | 'assets' | 'matching' | 'notifications' | 'log'
> {
  readonly places: PlaceFinder
}

/** Answers an operator with the page of a search or an offer. Without matching, the page has no matches; without notifications, no deliveries. */
export async function showOperateSubject(
  c: Context<AppEnv>,
  ports: OperateSubjectPorts,
  { of, subject }: Pick<OperateSubjectData, 'of'> & { readonly subject: Subject },
): Promise<Response> {
  const caller = c.get('caller')
  const shown = showSubject(subject, caller)
  const shape = shapeOf(shown, of.path)
  const [history, { matches, deliveries }, map] = await Promise.all([
    ports.subjects.history(subject.id),
    readPairs(ports, { id: subject.id, caller }),
    mapOf(ports, shape === undefined ? [] : [shape]),
  ])
  return operateSubjectView.respond(c.req.raw, ports.assets, {
    of,
    subject: shown,
    tag: `"${subject.version}"`,
    history,
    matches,
    deliveries,
    map,
    mayChange: isOwnerOf(caller, subject),
    mayMatch: caller.role === 'admin',
    nowMs: Date.now(),
  })
}

async function readPairs(
  ports: OperateSubjectPorts,
  of: { readonly id: string; readonly caller: Caller },
): Promise<Pick<OperateSubjectData, 'matches' | 'deliveries'>> {
  const matches = await matchesOrNone(ports, of)
  const ids = matches?.items.map(({ id }) => id) ?? []
  return { matches, deliveries: await deliveriesOrNone(ports, ids) }
}

async function deliveriesOrNone(
  { notifications, log }: OperateSubjectPorts,
  matches: readonly string[],
): Promise<OperateSubjectData['deliveries']> {
  if (matches.length === 0) return new Map()
  try {
    return await askDeliveryCounts(notifications, matches)
  } catch (error) {
    log.warn('page without deliveries: cannot ask', { error })
    return undefined
  }
}

async function matchesOrNone(
  { subjects, matching, log }: OperateSubjectPorts,
  { id, caller }: { readonly id: string; readonly caller: Caller },
): Promise<ShownMatches | undefined> {
  try {
    const page = await readMatches(matching, {
      id,
      hidesBlocked: false,
      limit: MATCHES_MAX,
      cursor: undefined,
    })
    return await pairTitles(subjects, page, { id, caller })
  } catch (error) {
    log.warn('page without matches: cannot ask', { error })
    return undefined
  }
}
