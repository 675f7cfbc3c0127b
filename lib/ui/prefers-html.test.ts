import { expect, test } from 'vitest'
import { prefersHtml } from '#lib/ui/prefers-html.ts'

const accepting = (accept: string) => new Headers({ accept })

test.each([
  'text/html',
  'TEXT/HTML',
  'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
  'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,application/signed-exchange;v=b3;q=0.7',
  'text/html;charset=utf-8, application/json;q=0.9',
  'text/html, application/json',
  'text/html;q=0.5',
])('a client that accepts "%s" gets HTML', (accept) => {
  expect(prefersHtml(accepting(accept))).toBe(true)
})

test.each([
  '',
  '*/*',
  'text/*',
  'application/json',
  'application/json, text/html;q=0.9',
  'application/json, text/plain, */*',
  // JSON is among the types of a range.
  'text/html;q=0.5, */*;q=0.8',
  'text/html;q=0.5, application/*',
  'text/html;q=0',
  'text/html;q=0, */*',
  'text/htmlx',
  'text/event-stream',
  ',;=,;q=;',
])('a client that accepts "%s" gets JSON', (accept) => {
  expect(prefersHtml(accepting(accept))).toBe(false)
})

test('a client that says nothing gets JSON', () => {
  expect(prefersHtml(new Headers())).toBe(false)
})

test('what comes after the first 1,000 characters does not count', () => {
  expect(prefersHtml(accepting(`${'a/b,'.repeat(500)}text/html`))).toBe(false)
})
