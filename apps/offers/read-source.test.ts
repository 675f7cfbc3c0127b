import { describe, expect, test } from 'vitest'
import { anImportedOffer, anImporter } from './open-market.fixture.ts'
import { readSource } from './read-source.ts'

const { signal } = new AbortController()

/** Reads a source that gives a value of any type. */
function read(given: unknown) {
  // Sources are external data, so types guarantee nothing.
  const importer = anImporter(() => Promise.resolve(given as never))
  return readSource(importer, { demoCity: '', signal })
}

describe('an item', () => {
  test.each([
    ['nothing', null, '"item"'],
    ['text', 'offer', '"item"'],
    ['an item without a key', { ...anImportedOffer('a'), key: undefined }, '"key" must be text'],
    ['a key that is a number', { ...anImportedOffer('a'), key: 5 }, '"key" must be text'],
    ['an empty key', anImportedOffer(''), '"key" must not be empty'],
    ['half a character as key', anImportedOffer('a\ud800'), '"key" must be well-formed Unicode'],
    ['a key that is too long', anImportedOffer('k'.repeat(513)), '"key" must be at most 512 characters'],
  ])('is refused, and counts as unnamed: %s', async (_, item, reason) => {
    const source = await read([anImportedOffer('good'), item])
    expect(source.drafts.map(({ ext }) => ext.key)).toEqual(['good'])
    expect(source.refused).toEqual([{ key: undefined, reason: expect.stringContaining(reason) }])
    expect(source).toMatchObject({ given: 2, unnamed: 1, refusedKeys: new Set() })
  })

  test.each([
    ['title', 5],
    ['text', null],
    ['keywords', 'bike'],
    ['keywords', [5]],
    ['at', { lat: Number.NaN, lng: 1 }],
    ['at', undefined],
    ['radiusMeters', '500'],
    ['place', {}],
  ])('is refused under its key when its %s is %j', async (field, value) => {
    const source = await read([{ ...anImportedOffer('bad'), [field]: value }])
    expect(source.refused).toEqual([
      { key: 'bad', reason: expect.stringMatching(new RegExp(`^"${field}`, 'u')) },
    ])
    expect(source).toMatchObject({ drafts: [], unnamed: 0, refusedKeys: new Set(['bad']) })
  })

  test('that is repeated counts once; of two different items the last is taken, and the other refused', async () => {
    const [first, second] = [anImportedOffer('a'), anImportedOffer('a', { title: 'other' })]
    expect(await read([first, first])).toMatchObject({ refused: [], drafts: [{ title: first.title }] })
    const source = await read([first, second])
    expect(source.drafts).toMatchObject([{ title: 'other' }])
    expect(source.refused).toEqual([{ key: 'a', reason: 'another item of the source has this "key"' }])
  })
})

test.each([
  [undefined, 'the source gave no list of offers'],
  [{ items: [] }, 'the source gave no list of offers'],
  [Array.from({ length: 100_001 }), 'the source gave more than 100000 offers'],
])('a source without a list, or with too long a list, is broken', async (given, message) => {
  await expect(read(given)).rejects.toThrow(message)
})
