const DATABASE_DEFAULT = 'push'

/**
 * The database that a MongoDB URL names; `push` where it names none.
 *
 * @example
 * ```ts
 * databaseName('mongodb://a:1,b:2/other?replicaSet=rs') // => 'other'
 * databaseName('mongodb+srv://cluster.example.org') // => 'push'
 * ```
 */
export function databaseName(url: string): string {
  const [, name = ''] = /^[a-z+]+:\/\/[^/?]*\/([^/?]+)/u.exec(url) ?? []
  return name === '' ? DATABASE_DEFAULT : decodeURIComponent(name)
}
