const { url } = globalThis.settings

const json = (body) => new Blob([JSON.stringify(body)], { type: 'application/json' })

navigator.sendBeacon(`${url}/v1/events`, json({ type: 'json', di: 'phone-1', params: { n: 1 } }))
navigator.sendBeacon(`${url}/v1/batch`, json({ batch: [{ type: 'one-of-many', di: 'phone-1' }] }))
navigator.sendBeacon(`${url}/t/empty?di=phone-1&n=1`)
navigator.sendBeacon(`${url}/t/text?di=phone-1`, 'some words')
navigator.sendBeacon(`${url}/t/json-in-text?di=phone-1`, '{"n":1}')
navigator.sendBeacon(`${url}/t/form?di=phone-1`, new URLSearchParams({ n: '1' }))

const parts = new FormData()
parts.append('n', '1')
navigator.sendBeacon(`${url}/t/parts?di=phone-1`, parts)

const keptAlive = { method: 'POST', keepalive: true, mode: 'no-cors' }
void fetch(`${url}/t/kept-alive?di=phone-1`, { ...keptAlive, body: '{"n":1}' })
void fetch(`${url}/v1/events`, { ...keptAlive, body: '{"type":"kept-alive-too","di":"phone-1"}' })

addEventListener('pagehide', () => navigator.sendBeacon(`${url}/t/left?di=phone-1`, json({ n: 1 })))

/** What a page may read of an answer to a call with credentials. */
globalThis.callWithCredentials = async () => {
  const answer = await fetch(`${url}/v1/events`, {
    method: 'POST',
    credentials: 'include',
    headers: { 'content-type': 'application/json', 'x-anything': '1' },
    body: JSON.stringify({ type: 'with-credentials', di: 'phone-1' }),
  })
  return [answer.status, answer.headers.get('push-ack'), (await answer.json()).status]
}
