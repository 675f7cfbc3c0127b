/** How many there may be, of all clients and of one. */
export interface CountLimits {
  readonly max: number
  readonly perClientMax: number
}

/** Counts what clients have under way. */
export interface ClientCounts {
  /** Whose limit keeps one more of a client out; undefined where none does. */
  fullFor(client: string): 'client' | 'all' | undefined
  /** Counts one more of a client; what it gives counts it off, once. */
  enter(client: string): () => void
}

/** Opens a count, as long as its clients have something under way. */
export function openClientCounts({ max, perClientMax }: CountLimits): ClientCounts {
  const counts = new Map<string, number>()
  let all = 0

  function add(client: string, change: 1 | -1): void {
    const count = (counts.get(client) ?? 0) + change
    all += change
    if (count === 0) counts.delete(client)
    else counts.set(client, count)
  }

  return {
    fullFor(client) {
      if ((counts.get(client) ?? 0) >= perClientMax) return 'client'
      return all >= max ? 'all' : undefined
    },
    enter(client) {
      let isIn = true
      add(client, 1)
      return () => {
        if (isIn) add(client, -1)
        isIn = false
      }
    },
  }
}
