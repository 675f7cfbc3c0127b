import { join } from 'node:path'
import sharp from 'sharp'
import { aPhoto } from '../../apps/images/engine/pictures.fixture.ts'

/** The pictures of one size: made like those of a phone that is held upright, and each another one. */
export interface Photos {
  readonly megapixels: number
  readonly files: readonly string[]
}

const QUALITY = 92
const TURNED = 6
/** The pictures are parts of one that is this much larger, at different places. */
const MARGIN = 1.25

/** Writes so many JPEGs of a size. */
export async function makePhotos(
  folder: string,
  width: number,
  height: number,
  count: number,
): Promise<Photos> {
  const megapixels = Math.round((width * height) / 1_000_000)
  const whole = { width: Math.round(width * MARGIN), height: Math.round(height * MARGIN) }
  const { data, info } = await (
    await aPhoto(whole.width, whole.height)
  )
    .raw()
    .toBuffer({ resolveWithObject: true })
  const files: string[] = []
  for (let index = 0; index < count; index += 1) {
    const place = (index + 0.5) / count
    const file = join(folder, `${megapixels}-${index}.jpg`)
    await sharp(data, { raw: { width: info.width, height: info.height, channels: 3 } })
      .extract({
        left: Math.floor((whole.width - width) * place),
        top: Math.floor((whole.height - height) * ((place * 7) % 1)),
        width,
        height,
      })
      .modulate({ hue: index * 20 })
      .withMetadata({ orientation: TURNED })
      .jpeg({ quality: QUALITY })
      .toFile(file)
    files.push(file)
  }
  return { megapixels, files }
}
