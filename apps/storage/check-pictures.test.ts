import { describe, expect, test } from 'vitest'
import { aPicture } from '../images/a-picture.fixture.ts'
import { aDraft, openWorld } from './open-world.fixture.ts'

const problemOf = async (response: Response) => {
  const { field, code } = (await response.json()) as { field?: string; code: string }
  return [response.status, code, field]
}

describe('the pictures of a search or an offer', () => {
  test('are shown in their order, with their texts; one is added, moved and removed', async () => {
    const world = await openWorld()
    const [first, second] = [
      await world.bringPicture('anna', await aPicture({ shade: 1 })),
      await world.bringPicture('anna', await aPicture({ shade: 2 })),
    ]
    const id = await world.write('offers', 'anna', { images: [first], imageTexts: { [first]: ' A bike ' } })
    const read = async () => (await (await world.call(`GET /store/offers/${id}`)).json()) as object
    expect(await read()).toMatchObject({ images: [first], imageTexts: { [first]: 'A bike' } })
    const patch = async (json: object) => {
      const headers = { 'content-type': 'application/merge-patch+json', 'if-match': '*' }
      const response = await world.call(`PATCH /store/offers/${id}`, { as: 'anna', json, headers })
      expect(response.status, await response.clone().text()).toBe(200)
    }
    await patch({ images: [second, first], imageTexts: { [second]: 'Its lamp' } })
    expect(await read()).toMatchObject({
      images: [second, first],
      imageTexts: { [first]: 'A bike', [second]: 'Its lamp' },
    })
    await patch({ images: [second] })
    expect(await read()).toMatchObject({ images: [second], imageTexts: { [second]: 'Its lamp' } })
    await patch({ imageTexts: { [second]: '' } })
    expect(await read()).not.toHaveProperty('imageTexts')
  })

  test('400 names one that does not exist, or that belongs to somebody else', async () => {
    const world = await openWorld()
    const [annas, bens] = [
      await world.bringPicture('anna', await aPicture({ shade: 1 })),
      await world.bringPicture('ben', await aPicture({ shade: 2 })),
    ]
    for (const wrong of [bens, '0'.repeat(64), 'ab']) {
      const json = aDraft({ images: [annas, wrong] })
      const response = await world.call('POST /store/offers', { as: 'anna', json })
      expect(await problemOf(response)).toEqual([400, 'bad_field', 'images.1'])
    }
  })

  test('a stored one may stay when it is gone or images is away; new ones are 503 then', async () => {
    const world = await openWorld()
    const picture = await world.bringPicture('anna', await aPicture())
    const id = await world.write('offers', 'anna', { images: [picture] })
    expect((await world.dropPicture('anna', picture)).status).toBe(409)
    expect((await world.dropPicture('anna', picture, '?force=true')).status).toBe(204)
    const put = (images: string[]) =>
      world.call(`PUT /store/offers/${id}`, {
        as: 'anna',
        json: aDraft({ images }),
        headers: { 'if-match': '*' },
      })
    expect((await put([picture])).status).toBe(200)
    await world.lose('images')
    expect((await put([picture])).status).toBe(200)
    const refused = await put([picture, 'cd'])
    expect(refused.headers.get('retry-after')).toBe('5')
    expect(await problemOf(refused)).toEqual([503, 'images_unavailable', 'images'])
    expect((await put([])).status).toBe(200)
  })

  test('a service shows its own pictures in the offers of its importers', async () => {
    const world = await openWorld()
    const picture = await world.bringPicture('service:offers', await aPicture())
    const json = aDraft({ owner: 'importer:museums', images: [picture] })
    expect((await world.call('POST /store/offers', { as: 'service:offers', json })).status).toBe(201)
    const refused = await world.call('POST /store/offers', { as: 'admin', json })
    expect(await problemOf(refused)).toEqual([400, 'bad_field', 'images.0'])
  })

  test.each([
    ['imageTexts.cd', { cd: 'A lamp' }],
    ['imageTexts.ab', { ab: 'x'.repeat(301) }],
    ['imageTexts.ab', { ab: 5 }],
    ['imageTexts', ['A lamp']],
    ['imageTexts', Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`a${index}`, 'x']))],
  ])('400 names a wrong text: %s', async (field, imageTexts) => {
    const { call } = await openWorld()
    const response = await call('POST /store/offers', { as: 'anna', json: { ...aDraft(), imageTexts } })
    expect(await problemOf(response)).toEqual([400, expect.any(String), field])
  })
})
