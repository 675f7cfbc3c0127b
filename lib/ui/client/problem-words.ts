import type { CallProblem } from './call.ts'

/** Tells a problem in the language of the page; without a text for its code, in the words of the station. */
export function problemWords({ code, detail, seconds }: CallProblem): string {
  const known = document.querySelector<HTMLTemplateElement>('#problems')?.content
  const wanted = code === 'no_session' ? 'unauthorized' : code
  const text = known?.querySelector(`[data-code="${CSS.escape(wanted)}"]`)?.textContent
  return text?.replace('{seconds}', seconds) ?? detail ?? code
}
