const SIDE = 96
const PATCHES = 8
const HEADER_BYTES = 54
const BYTES_PER_PIXEL = 3

/** A picture of 64 grey patches that depend on its number: two of them do not look alike, unlike two of `aPicture()`. */
export async function aPatchwork(number: number, quality = 90): Promise<Buffer> {
  const bmp = Buffer.alloc(HEADER_BYTES + SIDE * SIDE * BYTES_PER_PIXEL)
  bmp.write('BM', 'latin1')
  bmp.writeUInt32LE(bmp.length, 2)
  bmp.writeUInt32LE(HEADER_BYTES, 10)
  bmp.writeUInt32LE(40, 14)
  bmp.writeInt32LE(SIDE, 18)
  bmp.writeInt32LE(SIDE, 22)
  bmp.writeUInt16LE(1, 26)
  bmp.writeUInt16LE(BYTES_PER_PIXEL * 8, 28)
  let state = number + 1
  const greys = Array.from({ length: PATCHES * PATCHES }, () => {
    state = (state * 48_271) % 2_147_483_647
    return state % 256
  })
  for (let at = 0; at < SIDE * SIDE; at += 1) {
    const column = Math.floor(((at % SIDE) / SIDE) * PATCHES)
    const row = Math.floor((Math.floor(at / SIDE) / SIDE) * PATCHES)
    const from = HEADER_BYTES + at * BYTES_PER_PIXEL
    bmp.fill(greys[row * PATCHES + column] ?? 0, from, from + BYTES_PER_PIXEL)
  }
  return Buffer.from(await new Bun.Image(bmp).jpeg({ quality }).bytes())
}
