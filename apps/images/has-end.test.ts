import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aPicture, asFromCamera } from './a-picture.fixture.ts'
import { hasEnd } from './has-end.ts'
import { openSimpleEngine } from './engine/simple-engine.ts'

const formats = ['jpeg', 'png', 'webp'] as const

describe('hasEnd()', () => {
  test.each(['jpeg', 'png'] as const)('is false for a %s cut at any place', async (format) => {
    const bytes = await aPicture({ format })
    expect(hasEnd(bytes, format)).toBe(true)
    for (let length = 0; length < bytes.length; length += 1)
      expect(hasEnd(bytes.subarray(0, length), format), String(length)).toBe(false)
  })

  test('is true with extra bytes after the end', async () => {
    expect(hasEnd(Buffer.concat([await aPicture(), Buffer.from('more')]), 'jpeg')).toBe(true)
  })

  test('is true for a progressive JPEG, which has several scans', async () => {
    const bytes = Buffer.from(await new Bun.Image(await aPicture()).jpeg({ progressive: true }).bytes())
    expect(hasEnd(bytes, 'jpeg')).toBe(true)
    expect(hasEnd(bytes.subarray(0, bytes.length - 1), 'jpeg')).toBe(false)
  })

  test('does not mistake the end of an embedded thumbnail for the end of the picture', async () => {
    const whole = asFromCamera(await aPicture(), 1, '\u00ff\u00d9')
    expect(hasEnd(whole.subarray(0, whole.length - 2), 'jpeg')).toBe(false)
  })
})

describe('openSimpleEngine().read()', () => {
  test.each(formats)('refuses a %s cut at any place', async (format) => {
    const bytes = await aPicture({ format, width: 24, height: 16 })
    await expect(openSimpleEngine().read(bytes)).resolves.toMatchObject({ width: 24, height: 16 })
    for (let length = 0; length < bytes.length; length += 1) {
      await expect(openSimpleEngine().read(bytes.subarray(0, length)), String(length)).rejects.toMatchObject({
        name: 'ProblemError',
        problem: { status: expect.toBeOneOf([415, 422]) },
      })
    }
  })

  test('answers arbitrary bytes with a picture or a refusal', async () => {
    const starts = await Promise.all(formats.map((format) => aPicture({ format, width: 16, height: 16 })))
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...starts),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 8 }),
        async (start, changes) => {
          const bytes = Buffer.from(start)
          for (const [place, byte] of changes) bytes[place % bytes.length] = byte
          try {
            const { bytes: master } = await openSimpleEngine().read(bytes)
            expect(master.length).toBeGreaterThan(0)
          } catch (error) {
            expect(error).toMatchObject({ name: 'ProblemError' })
          }
        },
      ),
      { numRuns: 300 },
    )
  })
})
