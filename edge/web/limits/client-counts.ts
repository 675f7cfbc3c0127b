/** The maximum counts: of all clients together, and of one client. */
export interface CountLimits {
  readonly max: number
  readonly perClientMax: number
}

/** Counts the open calls or streams of clients. */
export interface ClientCounts {
  /** The limit that a client would exceed with one more: its own or that of all; undefined if there is room. */
  fullFor(client: string): 'client' | 'all' | undefined
  /** Counts one more for a client. The returned function counts it off; a second call of it has no effect. */
  enter(client: string): () => void
}

/** Creates the counts. They keep only clients that have something open. */
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
      let isCounted = true
      add(client, 1)
      return () => {
        if (isCounted) add(client, -1)
        isCounted = false
      }
    },
  }
}
