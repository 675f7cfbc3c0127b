import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import type { ServiceClient } from '#lib/service-client/service-client.ts'
import { PREFERENCE_LIST_MAX, type Preferences, type PreferenceStore } from '#lib/store/preferences.ts'
import { deleteSubject } from './delete-subject.ts'
import type { LinkActs } from './unsubscribe-ports.ts'

/** The dependencies of the acts. */
export interface LinkActPorts {
  readonly preferences: Pick<PreferenceStore, 'find' | 'replace'>
  readonly storage: ServiceClient
}

const ROUNDS_MAX = 5

/** Opens what links in notifications do. */
export function openLinkActs({ preferences: store, storage }: LinkActPorts): LinkActs {
  async function change(person: string, work: (old: Preferences) => Preferences): Promise<void> {
    for (let round = 0; round < ROUNDS_MAX; round += 1) {
      const { preferences, version } = await store.find(person)
      if (await store.replace(person, work(preferences), version)) return
    }
    throw new UnavailableError('Cannot change preferences: others change them at the same time')
  }

  return {
    mute: (person, { id }) => change(person, (old) => muted(old, id, Date.now())),
    stopMails: (person) => change(person, (old) => ({ ...old, mail: 'never' })),
    deleteSubject: (person, subject) => deleteSubject(storage, person, subject),
  }
}

/** Preferences that also mute a search or offer. When the list is full, the oldest mute leaves. */
function muted(old: Preferences, id: string, nowMs: number): Preferences {
  const others = old.mutes.subjects.filter(
    (each) => each.id !== id && (each.untilMs === undefined || each.untilMs > nowMs),
  )
  const subjects = [...others, { id }].slice(-PREFERENCE_LIST_MAX)
  return { ...old, mutes: { ...old.mutes, subjects } }
}
