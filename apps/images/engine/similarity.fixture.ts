import sharp, { type Sharp } from 'sharp'

const WINDOW = 8
const STEP = 4
// The constants of the paper, for values up to 255.
const C1 = (0.01 * 255) ** 2
const C2 = (0.03 * 255) ** 2

/**
 * How alike two files look, 1 for the same: the mean structural similarity of their brightness (Wang et al. 2004), in windows of
 * 8 × 8 pixels. The second one is scaled to the size of the first.
 */
export async function similarity(one: Uint8Array, other: Uint8Array): Promise<number> {
  const { data: first, info } = await grey(one).toBuffer({ resolveWithObject: true })
  const { width, height } = info
  const second = await grey(other, { width, height }).toBuffer()
  let sum = 0
  let windows = 0
  for (let top = 0; top + WINDOW <= height; top += STEP)
    for (let left = 0; left + WINDOW <= width; left += STEP) {
      sum += inWindow(first, second, top * width + left, width)
      windows += 1
    }
  return sum / windows
}

function grey(file: Uint8Array, size?: { width: number; height: number }): Sharp {
  const image = sharp(file).flatten({ background: 'white' })
  return (size === undefined ? image : image.resize({ ...size, fit: 'fill' })).greyscale().raw()
}

function inWindow(first: Buffer, second: Buffer, start: number, stride: number): number {
  let [a, b, aa, bb, ab] = [0, 0, 0, 0, 0]
  for (let y = 0; y < WINDOW; y += 1)
    for (let x = 0; x < WINDOW; x += 1) {
      const at = start + y * stride + x
      const [p = 0, q = 0] = [first[at], second[at]]
      a += p
      b += q
      aa += p * p
      bb += q * q
      ab += p * q
    }
  const count = WINDOW * WINDOW
  const [meanA, meanB] = [a / count, b / count]
  const [spreadA, spreadB] = [aa / count - meanA ** 2, bb / count - meanB ** 2]
  const common = ab / count - meanA * meanB
  return (
    ((2 * meanA * meanB + C1) * (2 * common + C2)) /
    ((meanA ** 2 + meanB ** 2 + C1) * (spreadA + spreadB + C2))
  )
}
