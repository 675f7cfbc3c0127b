import { AnalyticsBrowser } from '@segment/analytics-next'

const { host, deliveryStrategy } = globalThis.settings

// All that its own servers would say stands here: nothing is asked elsewhere.
const analytics = AnalyticsBrowser.load(
  { writeKey: 'anything', cdnSettings: { integrations: { 'Segment.io': {} } } },
  { integrations: { 'Segment.io': { apiHost: `${host}/v1`, protocol: 'http', deliveryStrategy } } },
)

globalThis.trackAll = async () => {
  await analytics.track('Order Completed', { total: 12, userId: 'forged', context: 'forged' })
  await analytics.identify('anna', { plan: 'free' })
  await analytics.page('Shop', 'Home')
  await analytics.screen('Start')
  await analytics.group('acme', { employees: 7 })
  await analytics.alias('anna-2', 'anna')
  return (await analytics.user()).anonymousId()
}
