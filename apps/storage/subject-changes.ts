import type { OutgoingEvent } from '#lib/events/outgoing-event.ts'
import type { SubjectAction } from '#lib/events/subject-change.ts'
import { newId } from '#lib/ids/new-id.ts'
import type { Subject } from '#lib/subjects/subject.ts'

/**
 * The event of a change of a subject.
 *
 * @param followed the device that it followed before an edit or its deletion: what else follows this device may be shown at another place now
 */
export function subjectChanged(
  subject: Subject,
  action: SubjectAction,
  nowMs: number,
  followed?: string,
): OutgoingEvent {
  const { id, kind, owner, title, active } = subject
  return {
    id: newId(),
    type: kind === 'search' ? 'srch' : 'offr',
    time: nowMs,
    params: { _id: id, action, owner, title, isact: active, ...(followed !== undefined && { followed }) },
  }
}
