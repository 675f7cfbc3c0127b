import { expect, test } from 'vitest'
import { isPushService } from '#lib/pusher/webpush/is-push-service.ts'

const TRUSTED = new Set(['http://127.0.0.1:8080'])

test.each([
  'https://fcm.googleapis.com/fcm/send/a',
  'https://updates.push.services.mozilla.com/wpush/v2/a',
  'https://web.push.apple.com/a',
  'https://wns2-par02p.notify.windows.com/w/?token=a',
  'http://127.0.0.1:8080/push/a',
])('%s is a push service', (url) => {
  expect(isPushService(new URL(url), TRUSTED)).toBe(true)
})

test.each([
  'http://fcm.googleapis.com/fcm/send/a',
  'https://fcm.googleapis.com:8443/a',
  'https://fcm.googleapis.com.evil.example/a',
  'https://evilfcm.googleapis.com/a',
  'https://push.apple.com/a',
  'https://evilpush.apple.com/a',
  'https://evil.example/fcm.googleapis.com',
  'http://127.0.0.1:8081/push/a',
])('%s is none', (url) => {
  expect(isPushService(new URL(url), TRUSTED)).toBe(false)
})
