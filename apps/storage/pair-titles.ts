import type { z } from '@hono/zod-openapi'
import type { Caller } from '#lib/auth/caller.ts'
import type { MatchList, matchPageSchema } from '#lib/service-client/match-list.ts'
import type { SubjectStore } from '#lib/store/subjects.ts'
import type { Subject } from '#lib/subjects/subject.ts'
import { maySee } from './show-subject.ts'
import { SUBJECT_PATHS } from './subject-path.ts'

/** A match as one of its sides sees it. */
export type ShownMatch = MatchList[number] & {
  /** The other side; undefined when the reader may not know that it exists, or when it does no more. */
  readonly other: { readonly title: string; readonly href: string } | undefined
}

/** A page of matches of a search or an offer. */
export type ShownMatches = Omit<z.output<typeof matchPageSchema>, 'items'> & {
  readonly items: readonly ShownMatch[]
}

/** Adds the titles of the other sides to a page of matches of a search or an offer, as far as the reader may see them. */
export async function pairTitles(
  subjects: Pick<SubjectStore, 'list'>,
  page: z.output<typeof matchPageSchema>,
  { id, caller }: { readonly id: string; readonly caller: Caller },
): Promise<ShownMatches> {
  const otherOf = ({ search, offer }: MatchList[number]) => (search === id ? offer : search)
  const ids = [...new Set(page.items.map(otherOf))]
  const { items } = ids.length === 0 ? { items: [] } : await subjects.list({ ids, limit: ids.length })
  const now = Date.now()
  const seen = new Map(
    items.filter((subject) => maySee(caller, subject, now)).map((subject) => [subject.id, linkTo(subject)]),
  )
  return { ...page, items: page.items.map((match) => ({ ...match, other: seen.get(otherOf(match)) })) }
}

function linkTo({ id, kind, title }: Subject): { title: string; href: string } {
  const path = SUBJECT_PATHS.find((each) => each.kind === kind)?.path ?? ''
  return { title, href: `${path}/${encodeURIComponent(id)}` }
}
