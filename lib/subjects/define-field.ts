import type { z } from 'zod'
import type { SubjectKind } from '#lib/subjects/choices.ts'

/** A BSON type as MongoDB's validator names it. */
export type FieldType = 'string' | 'number' | 'bool' | 'object' | 'array' | 'date'

/** Input of a field's functions besides the written value. */
export interface FieldContext<Kept> {
  readonly kind: SubjectKind
  /** The stored value before an edit; undefined for a new subject. */
  readonly kept: Kept | undefined
}

/**
 * The declaration of a field of searches and offers that owners write. `Kept` is its value as the stations exchange it. A
 * field can be absent in three places, with different results: in a row that an older version wrote (`before`), in a new draft
 * (`onCreate`), and in an edit (`onReplace`).
 */
export interface FieldDeclaration<Schema extends z.ZodType, Shown extends z.ZodType, Kept> {
  /** One line for the reference. */
  readonly help: string
  /** As owners write it, with its limits. */
  readonly schema: Schema
  /** As it is shown. */
  readonly shown: Shown
  readonly seenBy: 'everybody' | 'owner'
  /** The value of rows that were written before the field existed. */
  readonly before: NoInfer<Kept>
  readonly onCreate: (written: z.output<Schema>, context: FieldContext<NoInfer<Kept>>) => Kept
  /** Defaults to `onCreate`: an edit without the field then resets it to its default. */
  readonly onReplace?: (written: z.output<Schema>, context: FieldContext<NoInfer<Kept>>) => NoInfer<Kept>
  /** The shown value; undefined omits the field. Defaults to the value itself. */
  readonly show?: (kept: NoInfer<Kept>) => z.input<Shown> | undefined
  /** Its BSON type in MongoDB. */
  readonly bson: FieldType
  /**
   * True for fields of the first version, which every document has. A newer field must be optional in MongoDB's validator:
   * during a rolling upgrade processes of the version before write without it.
   */
  readonly isInEveryDocument?: true
  /** True when MongoDB stores it as a string of JSON, because its names may be invalid in documents. */
  readonly isJsonInMongo?: true
  /** A value that is not `before`, for tests. */
  readonly sample: NoInfer<Kept>
}

/** Declares a field of searches and offers that their owners write. */
export function defineField<Schema extends z.ZodType, Shown extends z.ZodType, Kept>(
  declaration: FieldDeclaration<Schema, Shown, Kept>,
): FieldDeclaration<Schema, Shown, Kept> {
  return declaration
}
