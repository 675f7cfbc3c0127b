import { describe, expect, test } from 'vitest'
import { openFront } from '../open-front.fixture.ts'

function choose(url: string, body: BodyInit | null, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${url}/language`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    redirect: 'manual',
  })
}

function form(values: Record<string, string>): string {
  return new URLSearchParams(values).toString()
}

describe('303', () => {
  test('without a path leads to the front page', async () => {
    const { url } = await openFront()
    const response = await choose(url, 'language=de')
    expect([response.status, response.headers.get('location')]).toEqual([303, '/'])
  })

  test.each(['/store/offers?keywords=a%2Cb&limit=1', '/matches/%C3%BC', `/${'x'.repeat(1_999)}`])(
    'leads to the page %s',
    async (next) => {
      const { url } = await openFront()
      const response = await choose(url, form({ language: 'en', next }))
      expect([response.status, response.headers.get('location')]).toEqual([303, next])
    },
  )

  test.each([
    ['a NUL', '/a\0b'],
    ['a line break', '/a\r\nset-cookie: x=1'],
    ['a tab before the second slash', '/\t/evil.example'],
    ['a control character', '/a\u0001b'],
    ['a deleted character', '/a\u007Fb'],
    ['letters that are not encoded', '/matches/ü'],
    ['others that are not encoded', '/matches/日本'],
    ['more than 2,000 characters', `/${'x'.repeat(2_000)}`],
    ['no slash at the beginning', 'store/offers'],
  ])('leads to the front page when the path has %s', async (_, next) => {
    const { url } = await openFront()
    const response = await choose(url, form({ language: 'en', next }))
    expect([response.status, response.headers.get('location')]).toEqual([303, '/'])
    expect(response.headers.getSetCookie()).toHaveLength(1)
  })

  test('takes the first of several values', async () => {
    const { url } = await openFront()
    const response = await choose(url, 'language=de&language=en&next=/a&next=//evil.example')
    expect(response.headers.get('location')).toBe('/a')
    expect(response.headers.get('set-cookie')).toMatch(/^language=de;/u)
  })

  test('sets a cookie for https only where people reach us by https', async () => {
    const cookies = ['https://push.example', 'http://push.example'].map(async (publicOrigin) => {
      const { url } = await openFront({ publicOrigin })
      return (await choose(url, 'language=de', { origin: publicOrigin })).headers.get('set-cookie')
    })
    const [https, http] = await Promise.all(cookies)
    expect(https).toMatch(/; Secure(?:;|$)/u)
    expect(http).not.toContain('Secure')
  })

  test('keeps nothing of the answer in caches', async () => {
    const { url } = await openFront()
    expect((await choose(url, 'language=de')).headers.get('cache-control')).toBe('no-store')
  })
})

describe('400', () => {
  test.each([
    ['no body', null],
    ['another field', 'lang=de'],
    ['JSON', '{"language":"de"}'],
    ['capitals', 'language=DE'],
    ['a name of an object', 'language=constructor'],
    ['bytes that are no text', new Uint8Array([0xff, 0xfe, 0x00])],
  ])('to %s', async (_, body) => {
    const { url } = await openFront()
    const response = await choose(url, body)
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ code: 'bad_field', field: 'language' })
    expect(response.headers.has('set-cookie')).toBe(false)
  })

  test('to a body without a length that is longer than 4,096 bytes', async () => {
    const { url } = await openFront()
    const body = new Blob([`language=de&next=/${'x'.repeat(10_000)}`]).stream()
    const response = await choose(url, body)
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ field: 'body' })
  })
})

test('405 to GET, naming POST', async () => {
  const { url } = await openFront()
  const response = await fetch(`${url}/language`)
  expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST'])
})
