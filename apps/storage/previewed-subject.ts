import type { Caller } from '#lib/auth/caller.ts'
import { unauthorized } from '#lib/auth/identify.ts'
import { ProblemError } from '#lib/http/problem.ts'
import type { SubjectKind } from '#lib/subjects/choices.ts'
import type { Subject } from '#lib/subjects/subject.ts'
import { withTidyImageTexts } from './check-pictures.ts'
import { checkDevice, checkEnd, ownerOf, withTidyKeywords } from './check-draft.ts'
import { draftedEdit, type EditPorts } from './edit-subject.ts'
import { findOwn } from './find-own.ts'
import type { Draft } from './subject-wire.ts'
import { newSubject } from './write-subject.ts'

/** What somebody is about to write. */
export interface Previewed {
  readonly kind: SubjectKind
  /** The subject of which it is an edit; absent for a new one. */
  readonly id: string | undefined
  readonly written: Draft
  readonly caller: Caller
}

/** The owner of what people preview who write nothing of their own. No person has this id. */
const NOBODY = ''

/**
 * A search or an offer as it would be stored, with the checks of a write.
 *
 * @throws {ProblemError} as a write does; 401 for what belongs to somebody, when nobody is signed in.
 */
export async function previewedSubject(
  ports: Pick<EditPorts, 'subjects' | 'accounts'>,
  { kind, id, written, caller }: Previewed,
): Promise<Subject> {
  const isNobody = caller.role === 'public' || caller.role === 'operate'
  if (isNobody) refuseOwned({ owner: written.owner, device: written.device, id }, caller)
  if (id !== undefined) {
    const before = await findOwn(ports.subjects, { kind, id, caller })
    return draftedEdit(ports, { before, written })
  }
  const draft = withTidyImageTexts(withTidyKeywords(written))
  const owner = isNobody ? NOBODY : ownerOf(draft, caller)
  checkEnd(draft, Date.now())
  await checkDevice(draft.device, owner, ports.accounts)
  return newSubject(kind, owner, draft, Date.now())
}

/** Who asked in the name of others would learn who blocked them. */
function refuseOwned(owned: Readonly<Record<string, string | undefined>>, { role }: Caller): void {
  const field = Object.keys(owned).find((name) => owned[name] !== undefined)
  if (field === undefined) return
  if (role === 'public') throw unauthorized(`Sign in first: "${field}" needs an Authorization header`)
  throw new ProblemError({ status: 403, code: 'not_yours', field, detail: `"${field}" must be your own` })
}
