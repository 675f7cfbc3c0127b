import { isDeeper } from '#lib/events/is-deeper.ts'
import { isRecord } from '#lib/events/is-record.ts'
import { JSON_BODY_LIMITS } from '#lib/http/limit-json-body.ts'
import { ProblemError } from '#lib/http/problem.ts'
import type { BodyLine } from '#lib/http/read-lines.ts'
import { wrongField } from '#lib/http/wrong-field.ts'
import { withTidyKeywords } from '../check-draft.ts'
import { withTidyImageTexts } from '../check-pictures.ts'
import { draftSchema, type Draft } from '../subject-wire.ts'

/** Maximum length of the key that a source gives an offer. */
const REF_LENGTH_MAX = 200

/** A line that was refused, and why. */
export interface RefusedLine {
  readonly line: number
  /** The key of its offer, where it can be read. */
  readonly ref?: string | undefined
  /** The wrong field, if there is one. */
  readonly field?: string | undefined
  readonly reason: string
}

/** A line that names an offer. */
export interface OfferLine {
  readonly line: number
  readonly ref: string
  readonly draft: Draft
}

/** What a line is. */
export type ReadLine =
  | { readonly kind: 'offer'; readonly offer: OfferLine }
  | { readonly kind: 'refused'; readonly refused: RefusedLine }
  | { readonly kind: 'end' | 'empty' }

/** Reads a line: an offer with its `ref`, `{"end":true}`, or nothing. */
export function readOfferLine({ number: line, text, problem }: BodyLine, owner: string): ReadLine {
  if (text === undefined) return refused(line, `The line ${problem ?? 'cannot be read'}`)
  if (text.trim() === '') return { kind: 'empty' }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return refused(line, 'The line is not JSON')
  }
  if (!isRecord(value)) return refused(line, 'The line is not a JSON object')
  if (value['end'] === true && value['ref'] === undefined) return { kind: 'end' }
  const { ref } = value
  if (typeof ref !== 'string' || ref === '' || ref.length > REF_LENGTH_MAX || !ref.isWellFormed())
    return refused(line, `"ref" must be text of 1 to ${REF_LENGTH_MAX} characters`, 'ref')
  const read = isDeeper(value, JSON_BODY_LIMITS.depthMax)
    ? refused(line, `The line is nested deeper than ${JSON_BODY_LIMITS.depthMax} levels`)
    : readDraft(value, { line, ref, owner })
  return read.kind === 'refused' ? { kind: 'refused', refused: { ...read.refused, ref } } : read
}

function readDraft(
  value: Record<string, unknown>,
  { line, ref, owner }: { readonly line: number; readonly ref: string; readonly owner: string },
): ReadLine {
  const parsed = draftSchema.safeParse(value)
  if (!parsed.success) return refusedBy(line, wrongField(parsed.error))
  if (parsed.data.owner !== undefined && parsed.data.owner !== owner)
    return refused(line, '"owner" must be the owner of this bulk', 'owner')
  if (parsed.data.device !== undefined)
    return refused(line, '"device" must not be given: what follows a phone is written by itself', 'device')
  try {
    return { kind: 'offer', offer: { line, ref, draft: withTidyImageTexts(withTidyKeywords(parsed.data)) } }
  } catch (error) {
    if (error instanceof ProblemError) return refusedBy(line, error)
    throw error
  }
}

function refusedBy(line: number, { problem }: ProblemError): ReadLine {
  return refused(line, problem.detail, problem.field)
}

function refused(line: number, reason: string, field?: string): ReadLine {
  return { kind: 'refused', refused: { line, reason, ...(field !== undefined && { field }) } }
}
