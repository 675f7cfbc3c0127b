import { expect, test } from 'vitest'
import { secretsIn } from '#lib/config/secrets-in.ts'

test('finds secret variables and passwords in URLs, escaped and unescaped, and nothing else', () => {
  const environment = {
    ADMIN_PASSWORD: 'the-password-of-the-admin',
    OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20abc,x=second-value',
    STREAM_URLS: 'redis://a:first-stream@h redis://b:second%40stream@h',
    BUS_URL: 'kafka://u:p:w@one:9092,two:9092',
    WEB_PORT: '5123',
    SOMETHING_ELSE: 'redis://u:of-others@h',
    MAIL_API_TOKEN: 'a-token-of-others',
    SORT_KEY: 'too-short',
  }
  expect(new Set(secretsIn(environment))).toEqual(
    new Set([
      'the-password-of-the-admin',
      'authorization=Bearer%20abc,x=second-value',
      'Bearer%20abc',
      'Bearer abc',
      'second-value',
      'first-stream',
      'second%40stream',
      'second@stream',
      'p:w',
      'of-others',
      'a-token-of-others',
    ]),
  )
  expect(secretsIn({})).toEqual([])
})
