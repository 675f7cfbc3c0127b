import type { CallProblem } from './call.ts'

/** Tells a problem in the language of the page; without a text for its code, with the words of the station, which are English. */
export function problemWords({ code, detail, seconds }: CallProblem): string {
  const known = document.querySelector<HTMLTemplateElement>('#problems')?.content
  const wanted = code === 'no_session' ? 'unauthorized' : code
  const text = known?.querySelector(`[data-code="${CSS.escape(wanted)}"]`)?.textContent
  const other = known?.querySelector('[data-code="other"]')?.textContent
  return text?.replace('{seconds}', seconds) ?? other?.replace('{detail}', detail ?? code) ?? detail ?? code
}
