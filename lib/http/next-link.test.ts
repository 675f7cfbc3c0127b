import { expect, test } from 'vitest'
import { nextLink } from '#lib/http/next-link.ts'

test('replaces the cursor of the page, and keeps the other parameters', () => {
  const { link } = nextLink('http://h/l?cursor=old&keywords=a%2Cb%3E%22&limit=2', 'new')
  expect(link).toBe('</l?cursor=new&keywords=a%2Cb%3E%22&limit=2>; rel="next"')
})

test('leaves nothing of a query that could end the address or the header', () => {
  const { link } = nextLink(`http://h/l?q=${encodeURIComponent('a>; rel="x"\r\nset-cookie: y')}`, 'c')
  expect(link).toMatch(/^<[^<>"\s]+>; rel="next"$/u)
})

test('is left out where clients could not read it', () => {
  expect(nextLink(`http://h/l?q=${'x'.repeat(4_000)}`, 'c')).toEqual({})
})
