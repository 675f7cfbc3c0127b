import { ANONYMOUS } from '#lib/auth/caller.ts'
import { newId } from '#lib/ids/new-id.ts'
import { PLATFORM_REPORTER, type Report, type ReportStore } from '#lib/store/reports.ts'
import type { Subject } from '#lib/subjects/subject.ts'
import { TOO_MANY_HOSTS, type FindForbidden } from '#lib/trust/find-forbidden.ts'
import { addEdited } from '../reports/is-seen.ts'
import { digestOfSecret, newReportSecret } from '../reports/report-secret.ts'
import { showSubject } from '../show-subject.ts'
import { forbiddenText } from './forbidden-text.ts'
import { heldReasons } from './held-reasons.ts'
import type { ForbiddenPorts } from './options.ts'

/** The ports that writes of searches and offers use for it. */
export interface ScreenPorts extends Pick<ForbiddenPorts, 'forbiddenList'> {
  readonly reports: ReportStore
}

/** A search or offer as it is to be stored, and the word or host because of which it is hidden. */
export interface Screened {
  readonly after: Subject
  readonly held: string | undefined
}

const OPEN_MAX = 100

/**
 * Checks the texts of a new or edited search or offer by the list of forbidden words and hosts. What must be looked at first is hidden, except for
 * what was in it when operators last showed it.
 *
 * @throws {ProblemError} 400 naming the field that holds something forbidden.
 */
export async function screenSubject(
  { forbiddenList }: Pick<ForbiddenPorts, 'forbiddenList'>,
  after: Subject,
  before?: Subject,
): Promise<Screened> {
  return screenBy(await forbiddenList.finder(), after, before)
}

/** `screenSubject()` with the list that was read. */
export function screenBy(find: FindForbidden, after: Subject, before?: Subject): Screened {
  const found = textsOf(after).flatMap(([field, text]) => find(text).map((entry) => ({ field, entry })))
  const refused = found.find(({ entry }) => entry.does === 'refuse')
  if (refused !== undefined) throw forbiddenText(refused.field, refused.entry)
  const known = before?.cleared ?? []
  const held = found.find(({ entry }) => !known.includes(entry.value))?.entry.value
  if (held === undefined) return { after, held }
  const hiddenBecause = after.hiddenBecause ?? heldReasons(held)
  return { after: { ...after, hidden: true, hiddenBecause }, held }
}

/** Puts a search or offer that was hidden by `screenSubject()` in the queue of the operators, once. If the process dies before, `openHeldSweep()` does it. */
export async function reportHeld(
  { reports }: Pick<ScreenPorts, 'reports'>,
  { after, held }: Screened,
): Promise<void> {
  if (held === undefined) return
  const report: Report = {
    id: newId(),
    about: { type: 'subject', id: after.id },
    reason: 'other',
    text: '',
    at: Date.now(),
    reporter: PLATFORM_REPORTER,
    secretHash: digestOfSecret(newReportSecret()),
    owner: after.owner,
    evidence: { subject: showSubject(after, ANONYMOUS), forbidden: held },
    version: 1,
  }
  const kept = await reports.add(report)
  await addEdited({ reports }, kept, after)
}

/** Adds an edit of what is hidden to the open report of the platform, so that operators see it as it is. */
export async function reportEdited({ reports }: Pick<ScreenPorts, 'reports'>, now: Subject): Promise<void> {
  if (!now.hidden) return
  const about = { type: 'subject', id: now.id } as const
  const { items } = await reports.list({ about, state: 'open', limit: OPEN_MAX })
  const own = items.find(({ reporter }) => reporter === PLATFORM_REPORTER)
  // A further one among so many is brought up to date when somebody decides about it.
  if (own !== undefined) await addEdited({ reports }, own, now)
}

/** The words and hosts in a search or an offer that hide it. Too many hosts always do: the rest of them was not looked at. */
export function heldIn(subject: Subject, find: FindForbidden): string[] {
  const entries = textsOf(subject).flatMap(([, text]) => find(text))
  const held = entries.filter((entry) => entry.does === 'hold' && entry !== TOO_MANY_HOSTS)
  return [...new Set(held.map(({ value }) => value))]
}

/** What others read of it. */
function textsOf({ title, keywords, place, text, imageTexts }: Subject): [field: string, text: string][] {
  const words = keywords.map((keyword, index): [string, string] => [`keywords.${index}`, keyword])
  const pictures = Object.entries(imageTexts).map(([id, each]): [string, string] => [
    `imageTexts.${id}`,
    each,
  ])
  return [['title', title], ...words, ['place', place], ['text', text], ...pictures]
}
