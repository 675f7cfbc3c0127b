import { rmSync } from 'node:fs'
import { inflateSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { aLiar, aPicture, asFromCamera } from '../a-picture.fixture.ts'
import { openGallery } from '../open-gallery.fixture.ts'

const problemOf = async (response: Response) => {
  const { code } = (await response.json()) as { code: string }
  return [response.status, code]
}

test.each(['jpeg', 'png', 'webp'] as const)(
  '201: a %s is kept as JPEG, and told with its sizes',
  async (format) => {
    const gallery = await openGallery()
    const body = await aPicture({ format, width: 2_000, height: 1_000 })
    const response = await gallery.call('POST /assets', { as: 'anna', body })
    expect(response.status).toBe(201)
    const asset = (await response.json()) as { id: string }
    const { id } = asset
    expect(asset).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{64}$/u),
      width: 1_600,
      height: 800,
      format: 'jpeg',
      bytes: expect.any(Number),
      placeholder: expect.stringMatching(/^[A-Za-z0-9+/]+=*$/u),
      urls: {
        thumb: `/assets/${id}/thumb.jpg`,
        icon: `/assets/${id}/icon.jpg`,
        iconbigger: `/assets/${id}/iconbigger.jpg`,
        card: `/assets/${id}/card.jpg`,
        view: `/assets/${id}/view.jpg`,
      },
    })
    expect(response.headers.get('location')).toBe(`/assets/${id}/view.jpg`)
    const shown = await (await gallery.call(`GET /assets/${id}/view.jpg`)).arrayBuffer()
    expect(await new Bun.Image(shown).metadata()).toEqual({ format: 'jpeg', width: 1_600, height: 800 })
  },
)

test('201: a small picture is not enlarged', async () => {
  const { call } = await openGallery()
  const response = await call('POST /assets', { as: 'anna', body: await aPicture({ width: 40, height: 30 }) })
  expect(await response.json()).toMatchObject({ width: 40, height: 30 })
})

test('200: a repeated upload by the same owner; for another owner it is new, with the same name', async () => {
  const gallery = await openGallery()
  const body = await aPicture()
  const first = await gallery.bring('anna', body)
  const again = await gallery.call('POST /assets', { as: 'anna', body })
  expect(again.status).toBe(200)
  expect(await again.json()).toMatchObject({ id: first, duplicate: true })
  const others = await gallery.call('POST /assets', { as: 'service:offers', body })
  expect(others.status).toBe(201)
  expect(await others.json()).toMatchObject({ id: first })
  expect(gallery.files()).toHaveLength(1)
  expect(gallery.jobs()).toEqual(['read', 'read'])
})

test('concurrent uploads of one picture: each owner gets one reference, and one picture is stored', async () => {
  const gallery = await openGallery()
  const body = await aPicture()
  const statuses = await Promise.all(
    Array.from({ length: 20 }, async () => (await gallery.call('POST /assets', { as: 'anna', body })).status),
  )
  expect(statuses.filter((status) => status === 201)).toHaveLength(1)
  expect(statuses.filter((status) => status === 200)).toHaveLength(19)
  expect(gallery.files()).toHaveLength(1)
})

test('without the key the name does not reveal the bytes', async () => {
  const body = await aPicture()
  const names = [
    await (await openGallery()).bring('anna', body),
    await (await openGallery()).bring('anna', body),
  ]
  expect(names[0]).not.toBe(names[1])
})

describe('metadata of a camera', () => {
  const PLACE = '52.5219 N 13.4132 E'

  /** The position of the white corner of the test picture, by orientation (EXIF 2.3, 4.6.4). */
  const upright: readonly (readonly [orientation: number, corner: string])[] = [
    [1, 'top left'],
    [2, 'top right'],
    [3, 'bottom right'],
    [4, 'bottom left'],
    [5, 'top left'],
    [6, 'top right'],
    [7, 'bottom right'],
    [8, 'bottom left'],
  ]

  test.each(upright)(
    'orientation %i is turned upright, and the location is removed',
    async (orientation, corner) => {
      const gallery = await openGallery()
      const body = asFromCamera(await aPicture({ width: 64, height: 48 }), orientation, PLACE)
      expect(body.includes(PLACE)).toBe(true)
      const id = await gallery.bring('anna', body)
      for (const file of ['view.jpg', 'view.webp']) {
        const bytes = Buffer.from(await (await gallery.call(`GET /assets/${id}/${file}`)).arrayBuffer())
        expect(bytes.includes(PLACE)).toBe(false)
        expect(bytes.includes('Exif')).toBe(false)
        const { width, height } = await new Bun.Image(bytes).metadata()
        expect([width, height]).toEqual(orientation < 5 ? [64, 48] : [48, 64])
        expect(await whiteCornerOf(bytes)).toBe(corner)
      }
    },
  )
})

describe('422', () => {
  test.each([
    ['too many pixels', () => aLiar(60_000, 60_000), 'too_many_pixels'],
    ['a side too long', () => aLiar(12_001, 10), 'too_many_pixels'],
    ['too small', () => aPicture({ width: 7, height: 100 }), 'too_small'],
    ['a header and no picture', () => aLiar(100, 100), 'undecodable'],
    ['magic bytes alone', () => Buffer.from([0xff, 0xd8, 0xff, 0xe0]), 'undecodable'],
  ])('%s', async (_name, make, code) => {
    const gallery = await openGallery()
    const body = await make()
    expect(await problemOf(await gallery.call('POST /assets', { as: 'anna', body }))).toEqual([422, code])
    expect(gallery.files()).toEqual([])
  })

  test.each(['jpeg', 'png', 'webp'] as const)('an incomplete %s', async (format) => {
    const gallery = await openGallery()
    const whole = await aPicture({ format })
    for (const part of [0.5, 0.9, 0.99]) {
      const body = whole.subarray(0, Math.floor(whole.length * part))
      expect(await problemOf(await gallery.call('POST /assets', { as: 'anna', body }))).toEqual([
        422,
        'undecodable',
      ])
    }
    expect(gallery.files()).toEqual([])
  })
})

test.each([
  ['nothing', ''],
  ['text', 'hello'],
  ['a page', '<!doctype html><script>alert(1)</script>'],
  ['a drawing', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
])('415 for %s, whatever its header says', async (_name, text) => {
  const { call } = await openGallery()
  const response = await call('POST /assets', {
    as: 'anna',
    body: Buffer.from(text, 'latin1'),
    headers: { 'content-type': 'image/jpeg' },
  })
  expect(await problemOf(response)).toEqual([415, 'not_a_picture'])
})

test('a page hidden in a picture is not in the stored files', async () => {
  const gallery = await openGallery()
  const page = '<script>alert(1)</script>'
  const jpeg = await aPicture()
  const id = await gallery.bring('anna', Buffer.concat([asFromCamera(jpeg, 1, page), Buffer.from(page)]))
  const kept = await (await gallery.call(`GET /assets/${id}/view.jpg`)).arrayBuffer()
  expect(Buffer.from(kept).includes('script')).toBe(false)
})

test('200 for a picture whose file got lost, which is stored again', async () => {
  const gallery = await openGallery()
  const body = await aPicture()
  const id = await gallery.bring('anna', body)
  rmSync(`${gallery.blobs}/${gallery.files()[0]}`)
  expect((await gallery.call('POST /assets', { as: 'anna', body })).status).toBe(200)
  expect((await gallery.call(`GET /assets/${id}/view.jpg`)).status).toBe(200)
})

describe('a form', () => {
  /** Sends the parts of a form. */
  async function send(parts: readonly (readonly [name: string, value: Blob | string])[]): Promise<Response> {
    const { call } = await openGallery()
    const form = new FormData()
    for (const [name, value] of parts) form.append(name, value)
    const packed = new Response(form)
    const type = packed.headers.get('content-type') ?? ''
    const body = new Uint8Array(await packed.arrayBuffer())
    return call('POST /assets', { as: 'anna', body, headers: { 'content-type': type } })
  }
  const aFile = async () => new File([new Uint8Array(await aPicture())], 'cat.jpg')

  test('201: its field "file" is the picture', async () => {
    const response = await send([['file', await aFile()]])
    expect(response.status).toBe(201)
    expect(await response.json()).toMatchObject({ width: 64, height: 48 })
  })

  test('400 names what is wrong', async () => {
    for (const [parts, field] of [
      [[], 'file'],
      [[['file', 'text']], 'file'],
      [
        [
          ['file', await aFile()],
          ['file', await aFile()],
        ],
        'file',
      ],
      [
        [
          ['file', await aFile()],
          ['owner', 'ben'],
        ],
        'owner',
      ],
      [[['x'.repeat(500), 'y']], 'x'.repeat(64)],
    ] as const) {
      const response = await send(parts)
      expect([response.status, await response.json()]).toEqual([400, expect.objectContaining({ field })])
    }
  })

  test.each([
    ['multipart/form-data; boundary=x', '--x\r\nbroken'],
    ['multipart/form-data', 'no boundary'],
    ['multipart/form-data; boundary=x', ''],
  ])('400 for a broken one: %s', async (type, text) => {
    const { call } = await openGallery()
    const headers = { 'content-type': type }
    const response = await call('POST /assets', { as: 'anna', body: Buffer.from(text), headers })
    expect(await problemOf(response)).toEqual([400, expect.stringMatching(/^bad_f/u)])
  })

  test('415 when its file is no picture, 413 when it is larger than 10 MiB', async () => {
    expect((await send([['file', new File(['hello'], 'cat.jpg')]])).status).toBe(415)
    const large = new File([new Uint8Array(10 * 1_048_576 + 1)], 'cat.jpg')
    expect(await problemOf(await send([['file', large]]))).toEqual([413, 'too_large'])
  })
})

test('400 for a parameter that does nothing', async () => {
  const { call } = await openGallery()
  const response = await call('POST /assets?owner=ben', { as: 'anna', body: await aPicture() })
  expect([response.status, await response.json()]).toEqual([400, expect.objectContaining({ field: 'owner' })])
})

test('429 after 30 uploads in a minute, for this person only, and not for services', async () => {
  const { call } = await openGallery()
  const body = Buffer.from('no picture')
  const upload = async (as: string) => call('POST /assets', { as, body })
  for (let time = 0; time < 30; time += 1) expect((await upload('anna')).status).toBe(415)
  const refused = await upload('anna')
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '2'])
  expect((await upload('ben')).status).toBe(415)
  for (let time = 0; time < 40; time += 1) expect((await upload('service:offers')).status).toBe(415)
})

test('413 for more than 10 MiB', async () => {
  const { call } = await openGallery()
  const body = Buffer.concat([await aPicture(), Buffer.alloc(10 * 1_048_576)])
  expect(await problemOf(await call('POST /assets', { as: 'anna', body }))).toEqual([413, 'too_large'])
})

test('401 without a token, 403 for the admin, who cannot upload pictures', async () => {
  const { call } = await openGallery()
  const body = await aPicture()
  expect((await call('POST /assets', { body })).status).toBe(401)
  expect((await call('POST /assets', { as: 'admin', body })).status).toBe(403)
})

/** The lightest quarter of a picture, found by shrinking it to four pixels. */
async function whiteCornerOf(bytes: Buffer): Promise<string> {
  const png = await new Bun.Image(bytes).resize(2, 2, { filter: 'box' }).png({ compressionLevel: 0 }).bytes()
  const data = Buffer.from(png).subarray(IDAT_DATA_AT)
  const rows = inflateSync(data)
  expect([rows[0], rows[ROW_BYTES]]).toEqual([0, 0])
  const reds = [1, 5, ROW_BYTES + 1, ROW_BYTES + 5].map((at) => rows[at] ?? 0)
  return ['top left', 'top right', 'bottom left', 'bottom right'][reds.indexOf(Math.max(...reds))] ?? ''
}

// A PNG of 2 by 2 pixels: four bytes per pixel after the filter byte of each row.
const IDAT_DATA_AT = 41
const ROW_BYTES = 9
