import { isMatch, staysTogether, type Moment } from '#lib/matching/rule.ts'
import { PREVIEW_COUNT_MAX, PREVIEWED_MAX, type PreviewedMatches } from '#lib/service-client/match-preview.ts'
import type { BlockStore } from '#lib/store/blocks.ts'
import type { MatchStore } from '#lib/store/matches.ts'
import type { IndexedSubject, SubjectIndex } from '#lib/store/subjects.ts'
import { CANDIDATES_MAX } from './match-subjects.ts'
import { pairUp } from './pair-up.ts'
import { asEverybodySees, placeDraft, type DraftPlacing } from './place-draft.ts'

/** What a preview reads. */
export interface PreviewPorts extends DraftPlacing {
  readonly subjects: Pick<SubjectIndex, 'findAll' | 'candidates'>
  readonly matches: Pick<MatchStore, 'currentOf'>
  readonly blocks: Pick<BlockStore, 'between'>
  /** See `Moment`. */
  readonly accuracyShareMax?: number | undefined
}

/** Pages of candidates that one preview looks at. */
const PAGES_MAX = 10

/**
 * What would match a search or an offer now, if it were stored like this. It writes nothing and tells nobody.
 *
 * It counts what others could count by reading the lists: a hidden place as its cell, a hidden polygon as the circle that everybody sees, and
 * nobody's words that exclude. So it answers no question about others that the lists do not answer.
 *
 * @param isEdit true when a subject with the id of the draft is stored, and may have matches
 */
export async function previewMatches(
  draft: IndexedSubject,
  isEdit: boolean,
  ports: PreviewPorts,
): Promise<PreviewedMatches> {
  const seeker = await placeDraft(draft, ports)
  const { fitting, isCut } = await fittingOthers(seeker, ports)
  const current = isEdit ? await currentOthers(seeker, ports) : undefined
  const all = new Set([...fitting, ...(current?.staying ?? [])])
  const ids = [...all].toSorted().toReversed()
  return {
    ...(seeker.at !== undefined && { at: seeker.at }),
    count: Math.min(ids.length, PREVIEW_COUNT_MAX),
    more: isCut || ids.length > PREVIEW_COUNT_MAX,
    subjects: ids.slice(0, PREVIEWED_MAX),
    ...(current !== undefined && {
      ends: current.ending,
      begins: [...fitting].filter((id) => !current.before.has(id)).length,
    }),
  }
}

/** The ids of those with which the rule would let a match begin, as far as they are counted. */
async function fittingOthers(
  seeker: IndexedSubject,
  ports: PreviewPorts,
): Promise<{ readonly fitting: ReadonlySet<string>; readonly isCut: boolean }> {
  const fitting = new Set<string>()
  if (!seeker.active || seeker.at === undefined) return { fitting, isCut: false }
  let cursor: string | undefined
  for (let pages = 0; pages < PAGES_MAX && fitting.size <= PREVIEW_COUNT_MAX; pages += 1) {
    const { found, more } = await ports.subjects.candidates([{ subject: seeker, cursor }], CANDIDATES_MAX)
    const moment = await momentOf(seeker, found, ports)
    for (const { search, counterpart } of pairUp([seeker], found.map(asEverybodySees)))
      if (isMatch({ search, counterpart }, moment))
        fitting.add(search.id === seeker.id ? counterpart.id : search.id)
    cursor = more[0]?.cursor
    if (cursor === undefined) return { fitting, isCut: false }
  }
  return { fitting, isCut: true }
}

interface CurrentOthers {
  /** All with which it has a match now. */
  readonly before: ReadonlySet<string>
  /** Those with which it would stay together. */
  readonly staying: ReadonlySet<string>
  /** How many of its matches would end. */
  readonly ending: number
}

async function currentOthers(seeker: IndexedSubject, ports: PreviewPorts): Promise<CurrentOthers> {
  const matches = (await ports.matches.currentOf([seeker.id])).filter(({ state }) => state === 'together')
  const otherOf = ({ search, offer }: { search: string; offer: string }) =>
    search === seeker.id ? offer : search
  const before = new Set(matches.map(otherOf))
  const found = await ports.subjects.findAll({ ids: [...before] })
  const moment = await momentOf(seeker, found, ports)
  const others = new Map(found.map((subject) => [subject.id, asEverybodySees(subject)]))
  const staying = matches.filter((match) => {
    const other = others.get(otherOf(match))
    if (other === undefined) return false
    const [search, counterpart] = match.search === seeker.id ? [seeker, other] : [other, seeker]
    return staysTogether({ search, counterpart }, moment)
  })
  return { before, staying: new Set(staying.map(otherOf)), ending: matches.length - staying.length }
}

/** The moment of a look at some others. Somebody who is not known has blocked nobody. */
async function momentOf(
  { owner }: IndexedSubject,
  others: readonly IndexedSubject[],
  { blocks, accuracyShareMax }: PreviewPorts,
): Promise<Moment> {
  const people = owner === '' ? [] : [...new Set(others.map((other) => other.owner))]
  const blocked = await blocks.between(people.map((other) => [owner, other]))
  return { nowMs: Date.now(), blocked, accuracyShareMax }
}
