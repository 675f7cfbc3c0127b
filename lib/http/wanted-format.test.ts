import { describe, expect, test } from 'vitest'
import { wantedFormat } from '#lib/http/wanted-format.ts'

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
  expect(wantedFormat(accepting(accept), ['html'])).toBe('html')
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
  expect(wantedFormat(accepting(accept), ['html'])).toBe('json')
})

test('a client that says nothing gets JSON', () => {
  expect(wantedFormat(new Headers(), ['html'])).toBe('json')
})

test('what comes after the first 1,000 characters does not count', () => {
  expect(wantedFormat(accepting(`${'a/b,'.repeat(500)}text/html`), ['html'])).toBe('json')
})

describe('of several formats', () => {
  const offered = ['html', 'geojson', 'csv'] as const

  test.each([
    ['application/geo+json', 'geojson'],
    ['text/csv, application/json;q=0.9', 'csv'],
    ['text/csv;q=0.8, application/json', 'json'],
    ['application/geo+json, */*;q=0.1', 'geojson'],
    ['text/csv;q=0.5, application/geo+json;q=0.6', 'geojson'],
    ['text/csv, application/geo+json, text/html', 'html'],
    ['text/csv, application/geo+json', 'geojson'],
    ['application/*', 'json'],
    ['text/csv;q=0', 'json'],
  ])('"%s" asks for %s', (accept, format) => {
    expect(wantedFormat(accepting(accept), offered)).toBe(format)
  })

  test('only those that are offered are chosen', () => {
    expect(wantedFormat(accepting('text/csv, text/html;q=0.1'), ['html'])).toBe('html')
    expect(wantedFormat(accepting('text/csv'), ['html'])).toBe('json')
  })

  test('the parameter counts more than the header', () => {
    expect(wantedFormat(accepting('text/html'), offered, 'json')).toBe('json')
    expect(wantedFormat(accepting('text/html'), offered, 'csv')).toBe('csv')
  })
})
