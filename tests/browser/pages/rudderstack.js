import { RudderAnalytics } from '@rudderstack/analytics-js/bundled'

const { dataPlaneUrl, configUrl, options } = globalThis.settings

const analytics = new RudderAnalytics()
analytics.load('anything', dataPlaneUrl, { configUrl, ...options })

globalThis.trackAll = () =>
  new Promise((resolve) => {
    analytics.ready(() => {
      analytics.track('Order Completed', { total: 12, userId: 'forged', context: 'forged' })
      analytics.identify('anna', { plan: 'free' })
      analytics.page('Shop', 'Home')
      analytics.group('acme', { employees: 7 })
      resolve(analytics.getAnonymousId())
    })
  })
