import type { Page } from 'playwright-core'

/** Elements that make a page scroll sideways, by their tags and classes; none when the page fits its window. */
export function widerThanWindow(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement
    if (scrollWidth <= clientWidth) return []
    const wide = [...document.querySelectorAll('body *')].filter(
      (element) => element.getBoundingClientRect().right > clientWidth,
    )
    return [`the page: ${scrollWidth} px`, ...wide.map(({ tagName, className }) => `${tagName} ${className}`)]
  })
}
