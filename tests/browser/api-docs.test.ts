import { expect, test } from 'vitest'
import { openBrowser } from './open-browser.ts'
import { openPlatform } from './open-platform.ts'
import { watchPage } from './watch-page.ts'
import { widerThanWindow } from './wider-than-window.ts'

const { newContext } = openBrowser()
const visited = openPlatform()

test('the page of an API document shows its calls, follows the colour scheme, fits its window, and loads all from its own origin', async () => {
  const context = await newContext()
  const page = await context.newPage()
  const watch = watchPage(page, visited.platform().url)
  await page.goto(visited.urlOf('/store/docs'))
  await page.click('.opblock-get .opblock-summary >> nth=0')
  await page.waitForSelector('.opblock-body .responses-table')
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await page.waitForSelector(colorScheme === 'dark' ? 'html.dark-mode' : 'html:not(.dark-mode)')
    for (const width of [320, 1280]) {
      await page.setViewportSize({ width, height: 800 })
      expect(await widerThanWindow(page)).toEqual([])
    }
  }
  expect(watch.complaints).toEqual([])
  await context.close()
})

test('without JavaScript, it leads to the document', async () => {
  const context = await newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto(visited.urlOf('/store/docs'))
  expect(await page.getAttribute('a', 'href')).toBe('/store/openapi.json')
  await context.close()
})
