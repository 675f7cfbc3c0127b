import type { Page } from 'playwright-core'
import { axeViolations } from './axe-violations.ts'
import { widerThanWindow } from './wider-than-window.ts'

const SCHEMES = ['light', 'dark'] as const
const WIDTHS = [320, 1280]
const HEIGHT = 800

/**
 * What is wrong with the look of a page as it is now, in both colour schemes, on a narrow and on a wide screen: what breaks a
 * rule of axe, and what makes the page scroll sideways.
 */
export async function lookProblems(page: Page): Promise<string[]> {
  const problems: string[] = []
  for (const colorScheme of SCHEMES)
    for (const width of WIDTHS) {
      // Colours that are on their way to others would be measured wrongly.
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.setViewportSize({ width, height: HEIGHT })
      const found = [...(await axeViolations(page)), ...(await widerThanWindow(page))]
      problems.push(...found.map((line) => `${colorScheme}, ${width} px: ${line}`))
    }
  return problems
}
