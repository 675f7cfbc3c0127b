const FNV_BASIS = 0x81_1c_9d_c5
const FNV_PRIME = 0x01_00_01_93

const encoder = new TextEncoder()

/**
 * The partition of a key: FNV-1a (32 bits) of its UTF-8 bytes, modulo the number of partitions. The hash is part of the file
 * format: another hash would spread the records of a key over two partitions.
 *
 * @example
 * ```ts
 * partitionOf('d-1', 12) // => 1
 * partitionOf('d-1', 1) // => 0
 * ```
 */
export function partitionOf(key: string, partitions: number): number {
  let hash = FNV_BASIS
  for (const byte of encoder.encode(key)) hash = Math.imul(hash ^ byte, FNV_PRIME)
  return (hash >>> 0) % partitions
}
