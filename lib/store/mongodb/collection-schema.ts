import type { Db, Document, IndexDescription } from 'mongodb'
import { MongoServerError } from 'mongodb'
import type { FieldType } from '#lib/subjects/define-field.ts'

/** A collection: what its documents are checked for, and its indexes. Both are brought up to date at every opening. */
export interface CollectionSchema {
  readonly name: string
  /** Fields that every document has. */
  readonly required: Readonly<Record<string, FieldType>>
  /** Fields that a document may have. */
  readonly optional?: Readonly<Record<string, FieldType>>
  /** Fields of documents that stand for one that was removed, and have none of the required ones. */
  readonly tombstone?: readonly string[]
  /** Every one has a `name`: an index is changed by giving it another one. */
  readonly indexes: readonly (IndexDescription & { readonly name: string })[]
  /** Brings documents up to date, at every opening; of several at once each may do a part. */
  readonly prepare?: (db: Db, name: string) => Promise<void>
}

const NAMESPACE_EXISTS = 48

/** Makes a collection with its validator and indexes, or brings them up to date. */
export async function ensureCollection(db: Db, schema: CollectionSchema): Promise<void> {
  const validation = { validator: { $jsonSchema: validatorOf(schema) }, validationLevel: 'moderate' }
  const [found] = await db.listCollections({ name: schema.name }).toArray()
  if (found === undefined) {
    await db.createCollection(schema.name, validation).catch((error: unknown) => {
      // Another process was faster.
      if (!(error instanceof MongoServerError) || error.code !== NAMESPACE_EXISTS) throw error
    })
  } else if (!Bun.deepEquals(optionsOf(found)['validator'], validation.validator)) {
    // Only where it differs: it keeps all writers waiting.
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
