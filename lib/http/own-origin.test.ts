import { expect, test } from 'vitest'
import { assertOwnOrigin } from './own-origin.ts'

const PUBLIC = 'https://push.example.org'

test.each([
  {},
  { 'x-session-token': 'session' },
  { 'sec-fetch-site': 'none' },
  { origin: PUBLIC },
  { origin: PUBLIC, cookie: 'push=1' },
  { origin: PUBLIC, cookie: 'push=1', 'sec-fetch-site': 'same-origin' },
  { origin: 'null', cookie: 'push=1', 'sec-fetch-site': 'same-origin' },
  { origin: 'http://localhost:5123', host: 'localhost:5123' },
  { origin: 'http://127.0.0.1:5123', host: '127.0.0.1:5071', 'x-forwarded-host': '127.0.0.1:5123' },
])('assertOwnOrigin() lets %j pass', (headers) => {
  expect(() => assertOwnOrigin(new Headers(headers), PUBLIC)).not.toThrow()
})

test.each([
  { cookie: 'push=1' },
  { origin: 'null' },
  { origin: 'null', 'sec-fetch-site': 'cross-site' },
  { origin: 'null', 'sec-fetch-site': 'none' },
  { origin: PUBLIC, 'sec-fetch-site': 'cross-site' },
  { 'sec-fetch-site': 'cross-site' },
  { origin: PUBLIC, 'sec-fetch-site': 'same-site' },
  { origin: 'http://push.example.org' },
  { origin: 'https://push.example.org.evil.example' },
  { origin: 'https://evil.example', host: 'evil.example' },
  { origin: 'http://localhost:8080', host: 'localhost:5123' },
  { origin: 'http://127.0.0.1:5071', host: '127.0.0.1:5071', 'x-forwarded-host': 'push.example.org' },
])('assertOwnOrigin() refuses %j', (headers) => {
  expect(() => assertOwnOrigin(new Headers(headers), PUBLIC)).toThrow(
    expect.objectContaining({ problem: expect.objectContaining({ status: 403, code: 'foreign_origin' }) }),
  )
})
