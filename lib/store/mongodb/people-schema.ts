import type { BetterAuthOptions } from 'better-auth'
import { getAuthTables } from 'better-auth/db'
import type { CollectionSchema } from './collection-schema.ts'

/**
 * The collections that better-auth uses with these options, with the indexes that it defines, under the same names. It would
 * create the indexes itself, but in the background of the first calls. These calls could fail meanwhile, or store duplicates,
 * and then the server refuses a unique index.
 */
export function peopleSchema(options: BetterAuthOptions): CollectionSchema[] {
  return Object.values(getAuthTables(options)).map(({ modelName, fields }) => ({
    name: modelName,
    required: { _id: 'string' },
    indexes: Object.entries(fields).flatMap(([name, field]) => {
      const column = field.fieldName ?? name
      const isUnique = field.unique === true
      // A field that is optional and unique needs a partial index. We leave it to better-auth.
      if (!(isUnique ? field.required !== false : field.index === true)) return []
      const indexName = `${modelName}_${column}_${isUnique ? 'uidx' : 'idx'}`
      return [{ name: indexName, key: { [column]: 1 }, ...(isUnique && { unique: true }) }]
    }),
  }))
}
