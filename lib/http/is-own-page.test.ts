import { expect, test } from 'vitest'
import { isOwnPage } from './is-own-page.ts'

test.each([
  ['http://127.0.0.1:5071', '127.0.0.1:5071'],
  ['http://localhost:5123', 'localhost:5123'],
  ['https://app.localhost', 'app.localhost'],
  ['http://[::1]:5071', '[::1]:5071'],
  ['http://192.168.1.7:5071', '192.168.1.7:5071'],
])('a page of %s is of %s itself', (origin, host) => {
  expect(isOwnPage(origin, host)).toBe(true)
})

test.each([
  ['of another site', 'https://evil.example', '127.0.0.1:5071'],
  ['of another port', 'http://127.0.0.1:8080', '127.0.0.1:5071'],
  ['without an origin, such as a sandboxed frame', 'null', '127.0.0.1:5071'],
  ['whose name begins like ours', 'http://127.0.0.1:5071.evil.example', '127.0.0.1:5071'],
  ['whose name was pointed here', 'http://evil.example:5071', 'evil.example:5071'],
  ['whose name ends like ours', 'http://evil-localhost:5071', 'evil-localhost:5071'],
  ['where no host was asked for', 'http://127.0.0.1', undefined],
])('a page %s is foreign', (_, origin, host) => {
  expect(isOwnPage(origin, host)).toBe(false)
})
