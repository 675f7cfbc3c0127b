import type { Db, Document, IndexDescription } from 'mongodb'
import { MongoServerError } from 'mongodb'
import type { FieldType } from '#lib/subjects/define-field.ts'

/** A collection: the validator of its documents, and its indexes. Both are updated at every opening. */
export interface CollectionSchema {
  readonly name: string
  /** Fields that every document has. */
  readonly required: Readonly<Record<string, FieldType>>
  /** Fields that a document may have. */
  readonly optional?: Readonly<Record<string, FieldType>>
  /** Fields of the tombstones of removed documents; tombstones have none of the required fields. */
  readonly tombstone?: readonly string[]
  /** Each has a `name`. To change an index, give it another name. */
  readonly indexes: readonly (IndexDescription & { readonly name: string })[]
  /** Updates old documents at every opening; concurrent processes may each update a part of them. */
  readonly prepare?: (db: Db, name: string) => Promise<void>
}

const NAMESPACE_EXISTS = 48

/** Creates a collection with its validator and indexes, or updates them. */
export async function ensureCollection(db: Db, schema: CollectionSchema): Promise<void> {
  const validation = { validator: { $jsonSchema: validatorOf(schema) }, validationLevel: 'moderate' }
  const [found] = await db.listCollections({ name: schema.name }).toArray()
  if (found === undefined) {
    await db.createCollection(schema.name, validation).catch((error: unknown) => {
      // Another process was faster.
      if (!(error instanceof MongoServerError) || error.code !== NAMESPACE_EXISTS) throw error
    })
  } else if (!Bun.deepEquals(optionsOf(found)['validator'], validation.validator)) {
    // Only if it differs, because collMod makes all writers wait.
    await db.command({ collMod: schema.name, ...validation })
  }
  if (schema.indexes.length > 0) await db.collection(schema.name).createIndexes([...schema.indexes])
  await schema.prepare?.(db, schema.name)
}

function validatorOf({ required, optional = {}, tombstone }: CollectionSchema): Document {
  const properties = Object.fromEntries(
    Object.entries({ ...required, ...optional }).map(([field, bsonType]) => [field, { bsonType }]),
  )
  const whole = { required: Object.keys(required) }
  return {
    bsonType: 'object',
    properties,
    ...(tombstone === undefined ? whole : { anyOf: [whole, { required: tombstone }] }),
  }
}

function optionsOf(found: object): Document {
  return 'options' in found && typeof found.options === 'object' && found.options !== null
    ? found.options
    : {}
}
