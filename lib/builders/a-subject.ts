import type { Point } from '#lib/geo/point.ts'
import { travel } from '#lib/geo/travel.ts'
import { newId } from '#lib/ids/new-id.ts'
import { subjectBefore } from '#lib/subjects/subject-before.ts'
import type { Subject } from '#lib/subjects/subject.ts'

/** Where subjects of tests are unless they say otherwise. */
export const BERLIN: Point = { lat: 52.52, lng: 13.405 }

/** What differs from the default, and how far to the north of Berlin it is. */
export type SubjectOverrides = Partial<Subject> & { readonly northMeters?: number }

/** A valid search by a person of its own for offers of bikes, within a kilometre. */
export function aSearch(over: SubjectOverrides = {}): Subject {
  return aSubject('search', over)
}

/** A valid offer of bikes by a person of its own, within a kilometre. */
export function anOffer(over: SubjectOverrides = {}): Subject {
  return aSubject('offer', over)
}

function aSubject(kind: Subject['kind'], { northMeters = 0, ...over }: SubjectOverrides): Subject {
  const id = over.id ?? newId()
  return {
    id,
    kind,
    ...subjectBefore,
    title: 'Bike',
    text: 'With lights',
    keywords: ['bike'],
    owner: `owner of ${id}`,
    at: northMeters === 0 ? BERLIN : travel(BERLIN, 0, northMeters),
    radiusMeters: 1_000,
    device: undefined,
    positionTime: undefined,
    place: 'Berlin',
    showLocation: true,
    allowContacts: true,
    active: true,
    validFrom: undefined,
    validUntil: undefined,
    trusted: false,
    created: 1_760_000_000_000,
    modified: 1_760_000_000_000,
    version: 1,
    ...over,
  }
}
