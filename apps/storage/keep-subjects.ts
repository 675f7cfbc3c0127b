import type { PersonKeeper, PersonRecords } from '#lib/erasure/person-keeper.ts'
import type { OutgoingEvent } from '#lib/events/outgoing-event.ts'
import type { SubjectKind } from '#lib/subjects/choices.ts'
import type { Subject } from '#lib/subjects/subject.ts'
import type { StorageOptions } from './options.ts'
import { historyEntry } from './history-entry.ts'
import { showSubject } from './show-subject.ts'
import { subjectChanged } from './subject-changes.ts'
import { switchedSubject } from './write-subject.ts'

const PAGE = 200

/** Exports and deletes a person's searches and offers. */
export function keepSubjects({
  subjects,
  courier,
}: Pick<StorageOptions, 'subjects' | 'courier'>): PersonKeeper {
  async function* ofOwner(owner: string): AsyncGenerator<Subject> {
    for (let cursor: string | undefined; ;) {
      const { items, next } = await subjects.list({ owner, limit: PAGE, cursor })
      yield* items
      if (next === undefined) return
      cursor = next
    }
  }

  /** Changes the current version of a subject, and retries when its owner edits it at the same time. */
  async function settle(id: string, change: (subject: Subject) => Promise<boolean>): Promise<void> {
    for (;;) {
      const subject = await subjects.find(id)
      if (subject === undefined || (await change(subject))) return
    }
  }

  return {
    async collect(person): Promise<PersonRecords> {
      const own = await Array.fromAsync(ofOwner(person))
      const show = (wanted: SubjectKind) =>
        own
          .filter(({ kind }) => kind === wanted)
          .map((subject) => showSubject(subject, { role: 'person', person }))
      return { files: { 'searches.json': show('search'), 'offers.json': show('offer') } }
    },
    async erase(person) {
      for await (const { id } of ofOwner(person)) {
        await settle(id, (subject) => subjects.remove(id, subject.version, [erased(subject, Date.now())]))
      }
      courier.nudge()
    },
    // A subject that follows a phone of somebody else would stay at the phone's last place, and match there.
    async release(person, device) {
      for await (const { id } of ofOwner(person)) {
        await settle(id, async (subject) => {
          if (subject.device !== device || !subject.active) return true
          const now = Date.now()
          const off = switchedSubject(subject, false, now)
          const events = [subjectChanged(off, 'setact', now)]
          const entry = historyEntry(
            { role: 'service', service: 'accounts' },
            { action: 'setact', before: subject, after: off },
          )
          return (await subjects.update(off, subject.version, events, { entry })) === 'updated'
        })
      }
      courier.nudge()
    },
  }
}

/** The event of a deletion. It carries no content of the subject, because every event is one more copy of it. */
function erased(subject: Subject, nowMs: number): OutgoingEvent {
  const { id, owner } = subject
  const event = subjectChanged(subject, 'delete', nowMs)
  return { ...event, params: { _id: id, action: 'delete', owner, isact: false } }
}
