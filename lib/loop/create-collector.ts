const MIB = 1_048_576
/** By how much the memory of the process may grow before it is collected. */
const GROWTH_BYTES_MAX = 12 * MIB

/**
 * Creates a function that collects what long work left behind, when the process has grown since the last time. By itself, the heap of
 * Bun grows to several times of what it holds; a collection after each step would take as long as the work.
 */
export function createCollector(
  readBytes: () => number = () => process.memoryUsage.rss(),
  collect: () => void = () => Bun.gc(true),
): () => boolean {
  let keptBytes = readBytes()
  return () => {
    const bytes = readBytes()
    // The system takes freed memory back at any time: what counts is the growth since the lowest.
    keptBytes = Math.min(keptBytes, bytes)
    if (bytes - keptBytes <= GROWTH_BYTES_MAX) return false
    collect()
    keptBytes = readBytes()
    return true
  }
}
