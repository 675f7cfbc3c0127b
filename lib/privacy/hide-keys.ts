// The Base64 of a JSON object begins with it. The header and the claims of a token are JSON objects.
const OBJECT = 'eyJ'
const CLAIMS = `.${OBJECT}`
const WRITE_KEY_START = 'wk_'

const WORD = /[\w-]/u
// Claims and signature of a token, which follow its header.
const REST = /\.eyJ[\w-]*\.[\w-]*/y
const WRITE_KEY = /wk_[\w-]{32}/gu
const DEVICE_TYPE = '"device+jwt"'

const HIDDEN = '***'

/**
 * True for a text that may contain a key. The check is cheap.
 *
 * @example
 * ```ts
 * mayHoldKey('{"k":"wk_1"}') // => true
 * mayHoldKey('{"k":"v"}') // => false
 * ```
 */
export function mayHoldKey(text: string): boolean {
  return text.includes(CLAIMS) || text.includes(WRITE_KEY_START)
}

/**
 * Replaces all device keys and write keys in a text with `***`. It recognises them by their form, because clients send them in
 * unexpected fields.
 *
 * @example
 * ```ts
 * hideKeys('k=wk_CXRieDCTqtv1g9GHDkd9Mtp2xADaiS-z&a=1') // => 'k=***&a=1'
 * hideKeys('wk_ is how they begin') // => 'wk_ is how they begin'
 * ```
 */
export function hideKeys(text: string): string {
  const withoutTokens = text.includes(CLAIMS) ? hideDeviceKeys(text) : text
  return withoutTokens.includes(WRITE_KEY_START) ? withoutTokens.replaceAll(WRITE_KEY, HIDDEN) : withoutTokens
}

function hideDeviceKeys(text: string): string {
  let hidden = ''
  let from = 0
  for (let at = text.indexOf(CLAIMS); at !== -1; at = text.indexOf(CLAIMS, at + 1)) {
    let wordAt = at
    while (wordAt > from && WORD.test(text.charAt(wordAt - 1))) wordAt -= 1
    // Other characters may precede it, for example those of an escaped quote, %22.
    const word = text.slice(wordAt, at)
    const header = word.slice(Math.max(0, word.indexOf(OBJECT)))
    REST.lastIndex = at
    if (!isHeaderOfDeviceKey(header) || !REST.test(text)) continue
    hidden += text.slice(from, at - header.length) + HIDDEN
    from = REST.lastIndex
    at = from - 1
  }
  return from === 0 ? text : hidden + text.slice(from)
}

function isHeaderOfDeviceKey(header: string): boolean {
  return Buffer.from(header, 'base64url').toString().includes(DEVICE_TYPE)
}
