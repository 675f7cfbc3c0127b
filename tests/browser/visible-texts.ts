import type { Page } from 'playwright-core'

/**
 * The texts of a page that its readers see or hear, except those that are marked as another language and those in elements
 * that `data` selects.
 */
export function visibleTexts(page: Page, data: string): Promise<string[]> {
  return page.evaluate((dataSelector) => {
    const { lang } = document.documentElement
    const isText = (element: Element | null) =>
      element !== null &&
      element.checkVisibility({ visibilityProperty: true }) &&
      element.closest('[lang]')?.getAttribute('lang') === lang &&
      element.closest(dataSelector) === null
    const texts: string[] = [document.title]
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode())
      if (isText(node.parentElement)) texts.push(node.textContent ?? '')
    const names = ['aria-label', 'placeholder', 'title', 'alt', 'data-head']
    for (const element of document.querySelectorAll(names.map((name) => `[${name}]`).join()))
      if (isText(element)) texts.push(...names.map((name) => element.getAttribute(name) ?? ''))
    return texts.map((text) => text.replaceAll(/\s+/gu, ' ').trim()).filter((text) => /\p{L}{2}/u.test(text))
  }, data)
}
