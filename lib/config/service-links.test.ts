import { expect, test } from 'vitest'
import { withoutServiceLinks } from '#lib/config/service-links.ts'

test('removes only variables of Kubernetes: an invalid port stays, so that it is reported', () => {
  const ours = {
    WEB_PORT: '80',
    TRACKER_PORT: 'tcp://',
    STORE_URL: 'tcp://10.0.0.1:80',
    OFFERS_PORT: undefined,
  }
  const links = { STORAGE_PORT: 'tcp://10.0.0.1:5011', IMAGES_PORT: 'udp://[fd00::1]:53' }
  expect(withoutServiceLinks({ ...ours, ...links })).toEqual(ours)
})
