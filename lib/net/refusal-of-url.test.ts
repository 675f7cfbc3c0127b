import { expect, test } from 'vitest'
import { refusalOfUrl } from '#lib/net/refusal-of-url.ts'

const TRUSTED = new Set(['http://127.0.0.1:8080', 'https://push.lan'])

test.each([
  'https://example.org',
  'https://example.org:443/hook?a=b',
  'https://8.8.8.8/hook',
  'https://[2606:4700::1111]/hook',
  'http://127.0.0.1:8080/any/path',
  'https://push.lan/x',
])('%s may be called', (url) => {
  expect(refusalOfUrl(url, TRUSTED)).toBeUndefined()
})

test.each([
  ['no url', 'a URL'],
  ['', 'a URL'],
  ['http://example.org/hook', 'https:'],
  ['ftp://example.org', 'https:'],
  ['javascript:alert(1)', 'https:'],
  ['file:///etc/passwd', 'https:'],
  ['https://example.org:8443', 'port'],
  ['https://user@example.org', 'user'],
  ['https://example.org@10.0.0.1/', 'user'],
  ['http://user:word@127.0.0.1:8080/', 'user'],
  ['https://127.0.0.1', 'public'],
  ['https://0x7f.1', 'public'],
  ['https://2130706433', 'public'],
  ['https://0177.0.0.1', 'public'],
  ['https://[::1]', 'public'],
  ['https://[::ffff:10.0.0.1]', 'public'],
  ['https://169.254.169.254/latest/meta-data', 'public'],
  ['https://localhost', 'internet'],
  ['https://intranet./', 'internet'],
  ['http://127.0.0.1:8081/', 'https:'],
  [`https://example.org/${'x'.repeat(2_048)}`, 'characters'],
])('%s must not be called', (url, reason) => {
  expect(refusalOfUrl(url, TRUSTED)).toContain(reason)
})
