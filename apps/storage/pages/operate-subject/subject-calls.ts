import type { SubjectKind } from '#lib/subjects/choices.ts'
import { call } from '#lib/ui/client/call.ts'
import type { SubjectPatch } from './patch-of.ts'

/** Which search or offer, and the state that was shown. */
interface Shown {
  readonly path: { readonly id: string }
  readonly ifMatch: string
}

type Stage = 'open' | 'reserved' | 'settled'

/** The calls that change a search or an offer. */
export function callsOf(kind: SubjectKind, shown: Shown) {
  return kind === 'offer' ? offerCalls(shown) : searchCalls(shown)
}

function offerCalls(shown: Shown) {
  return {
    activate: () => call('POST /store/offers/{id}/activate', shown),
    deactivate: () => call('POST /store/offers/{id}/deactivate', shown),
    stage: (stage: Stage) => call('POST /store/offers/{id}/stage', { ...shown, body: { stage } }),
    renew: () => call('POST /store/offers/{id}/renew', shown),
    notify: () => call('POST /store/offers/{id}/notify', shown),
    patch: (body: SubjectPatch) => call('PATCH /store/offers/{id}', { ...shown, body }),
    remove: () => call('DELETE /store/offers/{id}', shown),
  }
}

function searchCalls(shown: Shown) {
  return {
    activate: () => call('POST /store/searches/{id}/activate', shown),
    deactivate: () => call('POST /store/searches/{id}/deactivate', shown),
    stage: (stage: Stage) => call('POST /store/searches/{id}/stage', { ...shown, body: { stage } }),
    renew: () => call('POST /store/searches/{id}/renew', shown),
    notify: () => call('POST /store/searches/{id}/notify', shown),
    patch: (body: SubjectPatch) => call('PATCH /store/searches/{id}', { ...shown, body }),
    remove: () => call('DELETE /store/searches/{id}', shown),
  }
}

type OtherOne = Pick<Shown, 'path'> & { readonly body: { readonly other: string } }

/** The call that matches a search or an offer with another one by hand. */
export function matchingOf(kind: SubjectKind) {
  return (input: OtherOne) =>
    kind === 'offer'
      ? call('POST /store/offers/{id}/match', input)
      : call('POST /store/searches/{id}/match', input)
}

type Hiding = Shown & { readonly body: { readonly reasons: string } }

/** The call that hides a search or an offer, or shows it again. */
export function hidingOf(kind: SubjectKind, verb: 'hide' | 'show') {
  return (input: Hiding) =>
    kind === 'offer'
      ? call(`POST /store/offers/{id}/${verb}`, input)
      : call(`POST /store/searches/{id}/${verb}`, input)
}
