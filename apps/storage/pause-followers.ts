import type { OutgoingEvent } from '#lib/events/outgoing-event.ts'
import { newId } from '#lib/ids/new-id.ts'
import type { HistoryEntry, SubjectStore } from '#lib/store/subjects.ts'
import type { Subject } from '#lib/subjects/subject.ts'
import { historyEntry } from './history-entry.ts'

/** What follows one device, and the time of its last position. */
export interface SilentFollowers {
  readonly device: string
  readonly owner: string
  readonly seenMs: number
  readonly ids: readonly string[]
}

/** What is read and written. */
export interface PausePorts {
  readonly subjects: Pick<SubjectStore, 'find' | 'update' | 'history'>
}

/** An edit by the owner at the same moment makes one write stale. */
const TRIES_MAX = 5

/**
 * Notes in the history of what follows a silent device that it is paused, and tells its owner once, with the first of these notes in one
 * write. Whoever does it again, also after a crash between two writes, finds the notes: it adds those that are missing, and tells nobody.
 * Gives true when it stored an event.
 */
export async function pauseFollowers(
  { device, owner, seenMs, ids }: SilentFollowers,
  { subjects }: PausePorts,
): Promise<boolean> {
  const isNoted = await Promise.all(
    ids.map(async (id) => (await subjects.history(id)).some((entry) => isPauseSince(entry, seenMs))),
  )
  let untold: OutgoingEvent | undefined = isNoted.includes(true)
    ? undefined
    : {
        id: newId(),
        type: 'dvs',
        time: Date.now(),
        params: { owner, device, seen: seenMs },
      }
  const isUntold = untold !== undefined
  for (const [place, id] of ids.entries()) {
    if (isNoted[place] === true) continue
    if (await note(id, { device, seenMs, untold }, subjects)) untold = undefined
  }
  return isUntold && untold === undefined
}

function isPauseSince({ action, at }: HistoryEntry, seenMs: number): boolean {
  return action === 'pause' && at > seenMs
}

/** False when it does not follow the device any more, or the device is back. */
async function note(
  id: string,
  {
    device,
    seenMs,
    untold,
  }: Pick<SilentFollowers, 'device' | 'seenMs'> & { untold: OutgoingEvent | undefined },
  subjects: PausePorts['subjects'],
): Promise<boolean> {
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    const now = await subjects.find(id)
    if (now === undefined || !isPaused(now) || now.device !== device || now.positionTime !== seenMs)
      return false
    const entry = historyEntry(
      { role: 'public' },
      { action: 'pause', before: now, after: { ...now, modified: Date.now() } },
    )
    const events = untold === undefined ? [] : [untold]
    // It is not an edit: the version stays.
    if ((await subjects.update(now, now.version, events, { entry })) === 'updated') return true
  }
  throw new Error(`Cannot note that "${id}" is paused: it changed in each of ${TRIES_MAX} tries`)
}

/** True for what its owner would have expected to match. */
export function isPaused({ active, paused }: Pick<Subject, 'active' | 'paused'>): boolean {
  return active && paused === true
}
