import { Database } from 'bun:sqlite'

/** Locks the file behind `sqlite:<path>`, so that nobody can write to it; gives what lets it go. */
export function lockFile(url: string): () => void {
  const db = new Database(url.replace('sqlite:', ''))
  db.run('pragma busy_timeout = 2000')
  db.run('begin immediate')
  return () => {
    db.run('rollback')
    db.close()
  }
}
