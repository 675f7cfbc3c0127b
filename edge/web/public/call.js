// Calls of pages to the stations. The cookie says who calls; edge/web turns it into a token.

/** The answer of a station: `ok`, its status and JSON, or the problem with its code, field and detail. */
export async function call(method, path, json) {
  let response
  try {
    response = await fetch(path, {
      method,
      headers: {
        accept: 'application/json',
        // So that a 401 is ours to show, and the browser does not ask for the admin's password.
        'x-requested-with': 'page',
        ...(json !== undefined && { 'content-type': 'application/json' }),
      },
      ...(json !== undefined && { body: JSON.stringify(json) }),
      cache: 'no-store',
    })
  } catch {
    return failed({ code: 'unreachable' })
  }
  const body = response.status === 204 ? undefined : await response.json().catch(() => undefined)
  if (response.ok) return { ok: true, status: response.status, body }
  if (response.status >= 500) return failed({ code: 'unreachable' })
  return failed({ ...body, seconds: response.headers.get('retry-after') ?? '60' })
}

/** What is said of a problem, in the language of the page where we have words for it. */
export function wordsFor({ code, detail, seconds }) {
  const known = document.querySelector('#problems').content
  const own = [...known.children].find(
    (text) => text.dataset.code === (code === 'no_session' ? 'unauthorized' : code),
  )
  return own?.textContent.replace('{seconds}', seconds) ?? detail ?? code ?? '?'
}

function failed(problem) {
  return { ok: false, problem }
}
