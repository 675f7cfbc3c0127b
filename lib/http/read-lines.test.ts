import { describe, expect, test } from 'vitest'
import { readLines, type BodyLine } from '#lib/http/read-lines.ts'

const MAX = 8

async function linesOf(...chunks: readonly (string | Uint8Array)[]): Promise<BodyLine[]> {
  const encoder = new TextEncoder()
  async function* bytes() {
    for (const chunk of chunks) yield typeof chunk === 'string' ? encoder.encode(chunk) : chunk
  }
  return Array.fromAsync(readLines(bytes(), MAX))
}

const texts = async (...chunks: readonly string[]) => (await linesOf(...chunks)).map(({ text }) => text)

describe('readLines()', () => {
  test('gives lines however they are cut into chunks, also the last one without an end', async () => {
    const whole = 'ab\n\nä🚲\r\nlast'
    expect(await texts(whole)).toEqual(['ab', '', 'ä🚲', 'last'])
    const bytes = [...new TextEncoder().encode(whole)].map((byte) => Uint8Array.of(byte))
    expect((await linesOf(...bytes)).map(({ text }) => text)).toEqual(['ab', '', 'ä🚲', 'last'])
    expect(await texts('ab\n')).toEqual(['ab'])
    expect(await texts()).toEqual([])
  })

  test('a line at the limit is read; one byte more is passed over, with its number, and the next is read', async () => {
    const [full, long] = ['x'.repeat(MAX), 'x'.repeat(MAX + 1)]
    expect(await texts(`${full}\n${full}\r\n${full}`)).toEqual([full, full, full])
    for (const cut of [[`${long}\nok`], [long, 'xx', '\nok'], [`${long}\r\nok`], [`${full}x\r`, '\nok']])
      expect(await linesOf(...cut)).toEqual([
        { number: 1, problem: 'must be at most 8 bytes', bytes: 0 },
        { number: 2, text: 'ok', bytes: 2, isOpen: true },
      ])
  })

  test('a line that is not UTF-8 is named, and the next is read', async () => {
    expect(await linesOf(Uint8Array.of(0xff, 0xfe, 10, 97))).toEqual([
      { number: 1, problem: 'must be UTF-8', bytes: 2 },
      { number: 2, text: 'a', bytes: 1, isOpen: true },
    ])
  })

  test('bytes that break off end with their error, after the whole lines', async () => {
    async function* broken() {
      yield new TextEncoder().encode('one\ntw')
      throw new Error('broke off')
    }
    const seen: unknown[] = []
    await expect(async () => {
      for await (const { text } of readLines(broken(), MAX)) seen.push(text)
    }).rejects.toThrow('broke off')
    expect(seen).toEqual(['one'])
  })
})
