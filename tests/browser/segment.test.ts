import { expect, test } from 'vitest'
import { openBrowser } from './open-browser.ts'
import { openTrackedSite } from './open-tracked-site.ts'
import { servePage } from './serve-page.ts'

const { openPage } = openBrowser()
const site = openTrackedSite()

test.each([
  ['one by one', { strategy: 'standard' }, 'segment'],
  ['in batches', { strategy: 'batching', config: { size: 3, timeout: 100 } }, 'batch'],
])(
  "Segment's browser client tracks here by another host alone, %s",
  async (_, deliveryStrategy, protocol) => {
    const { host } = new URL(site.tracker())
    const { page, complaints } = await openPage(await servePage('segment.js', { host, deliveryStrategy }))
    const device = await page.evaluate('trackAll()')
    const events = await site.kept(6)
    const sent = new Map(events.map((event) => [event.type, event]))
    expect([...sent.keys()].toSorted()).toEqual([
      'Order Completed',
      'alias',
      'group',
      'identify',
      'page',
      'screen',
    ])
    expect(events.map((event) => [event.device, event.protocol])).toEqual(
      events.map(() => [device, protocol]),
    )
    expect(sent.get('Order Completed')?.params).toMatchObject({
      total: 12,
      properties: { userId: 'forged', context: 'forged' },
      context: { page: { title: 'a shop' } },
    })
    expect(sent.get('identify')?.params).toMatchObject({ userId: 'anna', plan: 'free' })
    expect(sent.get('page')?.params).toMatchObject({ name: 'Home', category: 'Shop', title: 'a shop' })
    expect(sent.get('group')?.params).toMatchObject({ groupId: 'acme', employees: 7 })
    expect(sent.get('alias')?.params).toMatchObject({ previousId: 'anna' })
    expect(JSON.stringify(events)).not.toContain('anything')
    expect(complaints).toEqual([])
  },
)
