import type { z } from 'zod'
import type { SubjectKind } from '#lib/subjects/choices.ts'

/** How MongoDB calls the type of a field. */
export type FieldType = 'string' | 'number' | 'bool' | 'object' | 'array' | 'date'

/** What a field is made from, beside what its owner wrote. */
export interface FieldContext<Kept> {
  readonly kind: SubjectKind
  /** What was kept before an edit; undefined for a new subject. */
  readonly kept: Kept | undefined
}

/**
 * How a field of searches and offers is declared that their owners write. `Kept` is its value as the stations exchange it. A
 * field may be absent in three ways, which differ: in a row that an older version wrote (`before`), in a new draft
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
  /** Its value in what was written before there was such a field. */
  readonly before: NoInfer<Kept>
  readonly onCreate: (written: z.output<Schema>, context: FieldContext<NoInfer<Kept>>) => Kept
  /** As `onCreate` where it is left out: an edit that does not name it sets it to its default. */
  readonly onReplace?: (written: z.output<Schema>, context: FieldContext<NoInfer<Kept>>) => NoInfer<Kept>
  /** What is shown; undefined leaves it out. The value itself where this is left out. */
  readonly show?: (kept: NoInfer<Kept>) => z.input<Shown> | undefined
  /** Its type in MongoDB. */
  readonly bson: FieldType
  /**
   * True for fields of the first version, which every document has. A newer field must be optional in MongoDB's validator:
   * during a rolling upgrade processes of the version before write without it.
   */
  readonly isInEveryDocument?: true
  /** True where MongoDB keeps it as text of JSON: its names may be such as documents cannot have. */
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
