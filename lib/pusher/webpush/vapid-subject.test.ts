import { expect, test } from 'vitest'
import { vapidSubject } from '#lib/pusher/webpush/vapid-subject.ts'

test.each([
  ['mailto:ops@push.example', 'http://10.0.0.1', 'mailto:ops@push.example'],
  ['https://push.example/contact', 'http://10.0.0.1', 'https://push.example/contact'],
  ['', 'https://push.example', 'https://push.example'],
  ['', 'http://localhost:5123', 'mailto:operator@localhost'],
])('"%s" at %s is %s', (setting, publicUrl, subject) => {
  expect(vapidSubject(setting, publicUrl)).toBe(subject)
})

test.each([
  ['', 'http://push.example'],
  ['ops@push.example', 'https://push.example'],
  ['mailto:ops', 'https://push.example'],
  ['mailto:ops@localhost', 'https://push.example'],
  ['https://localhost', 'https://push.example'],
  ['http://push.example', 'https://push.example'],
])('"%s" at %s is no address', (setting, publicUrl) => {
  expect(() => vapidSubject(setting, publicUrl)).toThrow(/^Cannot open push channel "webpush"/u)
})
