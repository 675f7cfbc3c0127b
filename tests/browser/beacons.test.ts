import { describe, expect, test } from 'vitest'
import { openBrowser } from './open-browser.ts'
import { openTrackedSite } from './open-tracked-site.ts'
import { servePage } from './serve-page.ts'

const { openPage } = openBrowser()
const site = openTrackedSite()

const TYPES = [
  'empty',
  'form',
  'json',
  'json-in-text',
  'kept-alive',
  'kept-alive-too',
  'left',
  'one-of-many',
  'parts',
  'text',
  'with-credentials',
]

describe.each([
  ['the tracker', () => Promise.resolve(site.tracker())],
  ['the tracker, which tracks on every path', () => Promise.resolve(site.tracker({ trackPaths: ['/'] }))],
  ['the front end', () => site.frontEnd()],
])('a page of another site, at %s', (_, open) => {
  test('has all its beacons arrive, also the one that it sends when it is left', async () => {
    const url = await open()
    const { page, complaints } = await openPage(await servePage('beacons.js', { url }))
    expect(await page.evaluate('callWithCredentials()')).toEqual([200, 'stream', 'ok'])
    await page.goto('about:blank')
    const events = await site.kept(TYPES.length)
    expect(events.map(({ type }) => type).toSorted()).toEqual(TYPES)
    expect(events.filter(({ device }) => device !== 'phone-1')).toEqual([])
    expect(complaints).toEqual([])
  })
})
