import type { z } from 'zod'
import type { FieldContext, FieldDeclaration, FieldType } from '#lib/subjects/define-field.ts'
import type { SubjectKind } from '#lib/subjects/choices.ts'
import { subjectFields, type FieldName, type OwnerFields } from '#lib/subjects/subject-fields.ts'

type AnyField = FieldDeclaration<z.ZodType, z.ZodType, unknown>

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the types cannot follow each field with its own name through a loop
const entries = Object.entries(subjectFields) as unknown as readonly (readonly [FieldName, AnyField])[]

/** The names of all fields. */
export const fieldNames: readonly FieldName[] = entries.map(([name]) => name)

/** A value for each field, by its name. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- who calls says which values these are
function byName<Values>(valueOf: (field: AnyField, name: FieldName) => unknown): Values {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.fromEntries() forgets the names
  return Object.fromEntries(entries.map(([name, field]) => [name, valueOf(field, name)])) as Values
}

/** How owners write the fields. */
export const writtenShape = byName<{ readonly [Name in FieldName]: (typeof subjectFields)[Name]['schema'] }>(
  ({ schema }) => schema,
)

/** How the fields are shown. */
export const shownShape = byName<{ readonly [Name in FieldName]: (typeof subjectFields)[Name]['shown'] }>(
  ({ shown }) => shown,
)

type Written = { readonly [Name in FieldName]?: z.output<(typeof subjectFields)[Name]['schema']> | undefined }
type Shown = { [Name in FieldName]: z.output<(typeof subjectFields)[Name]['shown']> }

/** The values of rows that were written before there were these fields. */
export const fieldsBefore: OwnerFields = byName(({ before }) => before)

/** A value of each field that is not the one from before, for tests. */
export const fieldSamples: OwnerFields = byName(({ sample }) => sample)

/** What is kept of a draft: of a new subject, or of an edit of what is kept. */
export function fieldsOf(written: Written, kind: SubjectKind, kept?: OwnerFields): OwnerFields {
  return byName(({ onCreate, onReplace = onCreate }, name) => {
    const context: FieldContext<unknown> = { kind, kept: kept?.[name] }
    return (kept === undefined ? onCreate : onReplace)(written[name], context)
  })
}

/** What is shown of the fields; those of the owner only where the owner asks. What is undefined is left out. */
export function showFields(kept: OwnerFields, isOwn: boolean): Shown {
  const shown = byName<Record<FieldName, unknown>>(({ seenBy, show }, name) => {
    if (seenBy === 'owner' && !isOwn) return undefined
    return show === undefined ? kept[name] : show(kept[name])
  })
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- checked by the schema of the answer in the tests
  return Object.fromEntries(Object.entries(shown).filter(([, value]) => value !== undefined)) as Shown
}

/** How MongoDB checks the fields. */
export function mongoFields(): {
  readonly required: Readonly<Record<string, FieldType>>
  readonly optional: Readonly<Record<string, FieldType>>
} {
  const typesOf = (isRequired: boolean) =>
    Object.fromEntries(
      entries
        .filter(([, { isInEveryDocument = false }]) => isInEveryDocument === isRequired)
        .map(([name, { bson }]) => [name, bson]),
    )
  return { required: typesOf(true), optional: typesOf(false) }
}

/** The names of the fields that MongoDB keeps as text of JSON. */
export const jsonFieldsInMongo: readonly FieldName[] = entries
  .filter(([, { isJsonInMongo }]) => isJsonInMongo === true)
  .map(([name]) => name)
