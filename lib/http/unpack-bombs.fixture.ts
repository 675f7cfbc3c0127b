import { constants, createBrotliCompress, createGzip, createZstdCompress } from 'node:zlib'
import { unpack } from '#lib/http/unpack.ts'

// Unpacks bombs of 256 MiB each. Prints how they ended, and by how many bytes the process grew at most.

const MEBIBYTE = 1_048_576
const BOMB_MEBIBYTES = 256
const ROUNDS = 10

async function bomb(stream: ReturnType<typeof createGzip>): Promise<Buffer> {
  const packed = stream.toArray()
  const piece = Buffer.alloc(MEBIBYTE)
  for (let sent = 0; sent < BOMB_MEBIBYTES; sent += 1) {
    if (!stream.write(piece)) await new Promise((resolve) => stream.once('drain', resolve))
  }
  stream.end()
  return Buffer.concat(await packed)
}

const bombs = {
  gzip: await bomb(createGzip()),
  br: await bomb(createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: 1 } })),
  zstd: await bomb(createZstdCompress()),
}
Bun.gc(true)
const before = process.resourceUsage().maxRSS
const ends = new Set<string>()
for (let round = 0; round < ROUNDS; round += 1) {
  for (const [encoding, bytes] of Object.entries(bombs)) ends.add(unpack(bytes, encoding, 4 * MEBIBYTE).end)
}
// In kilobytes on Linux.
const grownBytes = (process.resourceUsage().maxRSS - before) * 1_024
process.stdout.write(JSON.stringify({ ends: [...ends], grownBytes }))
