import { z } from 'zod'
import { wireDevice, wireId, wireText } from '#lib/events/wire-fields.ts'

/** What happened to a search or an offer. `notify` requests a new matching without a change. */
export const SUBJECT_ACTIONS = ['create', 'update', 'setact', 'delete', 'notify'] as const
export type SubjectAction = (typeof SUBJECT_ACTIONS)[number]

/** Wire fields shared by `srch` and `offr`. */
export const subjectChangeWire = z.object({
  _id: wireId,
  action: z.enum(SUBJECT_ACTIONS, { error: `must be one of ${SUBJECT_ACTIONS.join(', ')}` }),
  owner: wireText,
  title: wireText.optional(),
  isact: z.boolean().optional(),
  followed: wireDevice.optional(),
})

/** A change of a search or an offer, as storage reports it. */
export interface SubjectChange {
  readonly subject: string
  readonly action: SubjectAction
  readonly owner: string
  /** The device that it followed before an edit or its deletion. */
  readonly followed: string | undefined
}

/** Converts the wire fields to the typed value. */
export function parseSubjectChange({
  _id,
  action,
  owner,
  followed,
}: z.output<typeof subjectChangeWire>): SubjectChange {
  return { subject: _id, action, owner, followed }
}
