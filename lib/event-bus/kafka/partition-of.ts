const SEED = 0x9747b28c
const FACTOR = 0x5bd1e995
const SHIFT = 24
const WORD_BYTES = 4

/**
 * The partition of a key, as every Kafka client chooses it: murmur2 of its UTF-8 bytes, made positive, modulo the number of
 * partitions (`Utils.murmur2` and `BuiltInPartitioner.partitionForKey` of Kafka's own client). The driver's version uses
 * BigInt, which took a twelfth of the time of enrich.
 *
 * @example
 * ```ts
 * partitionOf('phone-1', 12) // => 11
 * ```
 */
export function partitionOf(key: string, partitions: number): number {
  return (murmur2(Buffer.from(key)) & 0x7fffffff) % partitions
}

function murmur2(bytes: Buffer): number {
  const { length } = bytes
  const whole = length - (length % WORD_BYTES)
  let hash = SEED ^ length
  for (let at = 0; at < whole; at += WORD_BYTES) {
    const word = Math.imul(bytes.readInt32LE(at), FACTOR)
    hash = Math.imul(hash, FACTOR) ^ Math.imul(word ^ (word >>> SHIFT), FACTOR)
  }
  if (whole < length) {
    for (let at = length - 1; at >= whole; at -= 1) hash ^= (bytes[at] ?? 0) << (8 * (at - whole))
    hash = Math.imul(hash, FACTOR)
  }
  hash = Math.imul(hash ^ (hash >>> 13), FACTOR)
  return hash ^ (hash >>> 15)
}
