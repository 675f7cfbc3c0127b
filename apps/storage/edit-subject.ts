import type { Caller } from '#lib/auth/caller.ts'
import type { SubjectAction } from '#lib/events/subject-change.ts'
import { ProblemError } from '#lib/http/problem.ts'
import type { HistoryEntry } from '#lib/store/subjects.ts'
import type { Subject } from '#lib/subjects/subject.ts'
import { activeLimit, checkDevice, checkEnd, tooManyActive, withTidyKeywords } from './check-draft.ts'
import { checkPictures, withTidyImageTexts } from './check-pictures.ts'
import { stale } from '#lib/http/if-match.ts'
import { reportEdited, reportHeld, screenSubject, type ScreenPorts } from './forbidden/screen-subject.ts'
import { historyEntry } from './history-entry.ts'
import type { StorageOptions } from './options.ts'
import { subjectChanged } from './subject-changes.ts'
import type { Draft } from './subject-wire.ts'
import { editedSubject } from './write-subject.ts'

/** The ports that edits use. */
export type EditPorts = Pick<StorageOptions, 'subjects' | 'accounts' | 'courier' | 'images'> & ScreenPorts

/** A change of a stored subject. */
export interface SubjectEdit {
  readonly before: Subject
  readonly after: Subject
  readonly caller: Caller
  /** In the history. */
  readonly action: HistoryEntry['action']
  /** In the event. */
  readonly event?: SubjectAction
}

/**
 * Replaces what its owner wrote of a stored subject; gives what is stored now.
 *
 * @throws {ProblemError} 400, 403, 409 or 422 when the draft is not allowed, 412 when the subject was changed in the meantime.
 */
export async function editSubject(
  ports: EditPorts,
  { before, written, caller }: { readonly before: Subject; readonly written: Draft; readonly caller: Caller },
): Promise<Subject> {
  const drafted = await draftedEdit(ports, { before, written })
  const { images, owner } = drafted
  await checkPictures(ports, { images, kept: before.images, owner, caller })
  const screened = await screenSubject(ports, drafted, before)
  const saved = await saveChange(ports, { before, after: screened.after, caller, action: 'update' })
  await reportHeld(ports, screened)
  await reportEdited(ports, saved)
  return saved
}

/**
 * A stored subject as it would be after an edit of its owner.
 *
 * @throws {ProblemError} 400, 403 or 422 when the draft is not allowed.
 */
export async function draftedEdit(
  { accounts }: Pick<EditPorts, 'accounts'>,
  { before, written }: { readonly before: Subject; readonly written: Draft },
): Promise<Subject> {
  const draft = withTidyImageTexts(withTidyKeywords(written, before), before)
  if (draft.owner !== undefined && draft.owner !== before.owner) {
    const detail = '"owner" cannot be changed'
    throw new ProblemError({ status: 422, code: 'owner_fixed', field: 'owner', detail })
  }
  checkEnd(draft, Date.now(), before)
  await checkDevice(draft.device, before.owner, accounts)
  return editedSubject(before, draft, Date.now())
}

/**
 * Stores a change with its event and its entry in the history; gives what is stored now.
 *
 * @throws {ProblemError} 409 when it would be one active subject too many, 412 when it was changed in the meantime.
 */
export async function saveChange(
  { subjects, courier }: Pick<EditPorts, 'subjects' | 'courier'>,
  { before, after, caller, action, event = action === 'setact' ? 'setact' : 'update' }: SubjectEdit,
): Promise<Subject> {
  const followed = event === 'update' ? before.device : undefined
  const outcome = await subjects.update(
    after,
    before.version,
    [subjectChanged(after, event, after.modified, followed)],
    {
      limit: activeLimit(before.owner, after.modified),
      entry: historyEntry(caller, { action, before, after }),
    },
  )
  if (outcome === 'full') throw tooManyActive()
  if (outcome === 'stale') throw stale()
  courier.nudge()
  // What follows a device is shown where the device is now.
  return (await subjects.find(after.id)) ?? after
}
