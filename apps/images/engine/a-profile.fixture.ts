/** A colour space for tests: its primaries as D50 XYZ, or none for grey, and its gamma. */
export interface ProfileOptions {
  readonly gamma: number
  readonly primaries?: readonly (readonly [x: number, y: number, z: number])[]
}

/** Adobe RGB (1998), adapted to D50. */
export const ADOBE_RGB: ProfileOptions = {
  gamma: 563 / 256,
  primaries: [
    [0.60974, 0.31111, 0.01947],
    [0.20528, 0.62567, 0.06087],
    [0.14919, 0.06322, 0.74457],
  ],
}

const HEADER_BYTES = 128
const D50 = [0.9642, 1, 0.8249] as const
const TAG_BYTES = 12

/** Writes a profile (ICC.1:2001). */
export function aProfile({ gamma, primaries }: ProfileOptions): Buffer {
  const curve = Buffer.from('curv\0\0\0\0\0\0\0\u0001\0\0\0\0', 'latin1')
  curve.writeUInt16BE(Math.round(gamma * 256), 12)
  const tags: (readonly [name: string, data: Buffer])[] = [['wtpt', xyz(D50)]]
  if (primaries === undefined) tags.push(['kTRC', curve])
  primaries?.forEach((primary, index) => {
    const colour = 'rgb'[index] ?? ''
    tags.push([`${colour}XYZ`, xyz(primary)], [`${colour}TRC`, curve])
  })
  const table = Buffer.alloc(4 + tags.length * TAG_BYTES)
  table.writeUInt32BE(tags.length, 0)
  let offset = HEADER_BYTES + table.length
  tags.forEach(([name, data], index) => {
    const at = 4 + index * TAG_BYTES
    table.write(name, at, 'latin1')
    table.writeUInt32BE(offset, at + 4)
    table.writeUInt32BE(data.length, at + 8)
    offset += data.length
  })
  const header = Buffer.alloc(HEADER_BYTES)
  header.writeUInt32BE(offset, 0)
  header.writeUInt32BE(0x02_10_00_00, 8)
  header.write(`mntr${primaries === undefined ? 'GRAY' : 'RGB '}XYZ `, 12, 'latin1')
  header.write('acsp', 36, 'latin1')
  xyz(D50).copy(header, 68, 8)
  return Buffer.concat([header, table, ...tags.map(([, data]) => data)])
}

function xyz(values: readonly number[]): Buffer {
  const tag = Buffer.from('XYZ \0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0', 'latin1')
  values.forEach((value, index) => tag.writeInt32BE(Math.round(value * 65_536), 8 + 4 * index))
  return tag
}
