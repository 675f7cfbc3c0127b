import { Database } from 'bun:sqlite'

/** Makes a table of the file behind `sqlite:<path>` anew, empty and without its unique key, to plant a fault. */
export function forgetUniqueness(url: string, name: string): void {
  const db = new Database(url.replace('sqlite:', ''))
  db.run('pragma busy_timeout = 10000')
  const sqls = db
    .query<{ sql: string }, [string]>(
      "select sql from sqlite_master where tbl_name = ? and sql is not null order by type = 'index'",
    )
    .all(name)
    .map(({ sql }) => sql)
  const [table = '', ...indexes] = sqls
  const planted = table.replace(/,\s*unique \([^)]*\)/u, '')
  if (planted === table) throw new Error(`Cannot plant: "${name}" has no unique key`)
  db.run('begin immediate')
  db.run(`drop table ${name}`)
  for (const sql of [planted, ...indexes]) db.run(sql)
  db.run('commit')
  db.close()
}
