import type { Context } from 'hono'
import type { Caller } from '#lib/auth/caller.ts'
import type { AppEnv } from '#lib/http/app-env.ts'
import type { Subject } from '#lib/subjects/subject.ts'
import { showSubject } from './show-subject.ts'

/** The two states of a subject around a write; one is missing when it was created or deleted. */
export interface SubjectChangeSides {
  readonly before?: Subject
  readonly after?: Subject
}

/**
 * Notes a change for the audit log, when an operator or the admin makes it. The log keeps what everybody may see: of hidden
 * places, devices and the free fields of the owner, only that they changed.
 */
export function noteChange(c: Context<AppEnv>, { before, after }: SubjectChangeSides): void {
  const caller = c.get('caller')
  const owner = (after ?? before)?.owner
  if ((caller.role !== 'admin' && caller.role !== 'operate') || owner === undefined) return
  const shown = { before: viewOf(before, { role: 'public' }), after: viewOf(after, { role: 'public' }) }
  const whole = { before: viewOf(before, caller), after: viewOf(after, caller) }
  const unshown = Object.keys({ ...whole.before, ...whole.after }).filter(
    (name) =>
      Bun.deepEquals(shown.before?.[name], shown.after?.[name]) &&
      !Bun.deepEquals(whole.before?.[name], whole.after?.[name]),
  )
  c.set('acted', { owner, ...shown, unshown })
}

function viewOf(subject: Subject | undefined, caller: Caller): Record<string, unknown> | undefined {
  if (subject === undefined) return undefined
  // Every edit changes it.
  const { modified: _, ...view } = showSubject(subject, caller)
  return view
}
