import type { Caller } from '#lib/auth/caller.ts'
import type { Subject } from '#lib/subjects/subject.ts'
import { saveChange } from '../edit-subject.ts'
import { hiddenSubject, shownSubject } from '../write-subject.ts'
import { heldIn } from '../forbidden/screen-subject.ts'
import type { ReportPorts } from './options.ts'

type HidePorts = Pick<ReportPorts, 'subjects' | 'courier' | 'forbiddenList'>

/** Who hides or shows a search or offer. */
export interface Hiding {
  readonly before: Subject
  readonly caller: Caller
  /** Why, in words for its owner; undefined shows it again. */
  readonly reasons: string | undefined
}

/**
 * Hides a search or offer from everybody but its owner, or shows it again; gives what is stored then. One that is hidden stays so, with the new reasons.
 *
 * @throws {ProblemError} 412 when it was changed in the meantime.
 */
export async function hideSubject(
  { forbiddenList, ...ports }: HidePorts,
  { before, caller, reasons }: Hiding,
): Promise<Subject> {
  if (reasons === undefined && !before.hidden) return before
  const now = Date.now()
  const after =
    reasons === undefined
      ? shownSubject(before, heldIn(before, await forbiddenList.finder()), now)
      : hiddenSubject(before, reasons, now)
  const action = reasons === undefined ? 'show' : 'hide'
  return saveChange(ports, { before, after, caller, action, event: 'update' })
}
