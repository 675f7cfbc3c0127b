import type { BetterAuthOptions } from 'better-auth'
import { getAuthTables } from 'better-auth/db'
import type { CollectionSchema } from './collection-schema.ts'

/**
 * The collections that the sign-in library will use with these options, and its indexes under the names it gives them. It
 * makes them itself, but beside the first calls: those fail while it does, and doubles that they leave keep an index away.
 */
export function peopleSchema(options: BetterAuthOptions): CollectionSchema[] {
  return Object.values(getAuthTables(options)).map(({ modelName, fields }) => ({
    name: modelName,
    required: { _id: 'string' },
    indexes: Object.entries(fields).flatMap(([name, field]) => {
      const column = field.fieldName ?? name
      const isUnique = field.unique === true
      // Unique where present is the library's own affair.
      if (!(isUnique ? field.required !== false : field.index === true)) return []
      const indexName = `${modelName}_${column}_${isUnique ? 'uidx' : 'idx'}`
      return [{ name: indexName, key: { [column]: 1 }, ...(isUnique && { unique: true }) }]
    }),
  }))
}
