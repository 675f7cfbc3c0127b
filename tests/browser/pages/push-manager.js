// Takes the place of the push service that a browser has: this machine may have no way to it. The keys are real, and made here.
// The test adds `adoptSubscription()`, which gives the private key to a push service of its own.
{
  const base64url = (bytes) =>
    btoa(String.fromCodePoint(...new Uint8Array(bytes)))
      .replaceAll('+', '-')
      .replaceAll('/', '_')
      .replace(/=+$/u, '')

  let current = null

  PushManager.prototype.getSubscription = async () => current
  PushManager.prototype.subscribe = async ({ applicationServerKey }) => {
    const pair = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits'])
    const { d: privateKey } = await crypto.subtle.exportKey('jwk', pair.privateKey)
    const p256dh = base64url(await crypto.subtle.exportKey('raw', pair.publicKey))
    const auth = base64url(crypto.getRandomValues(new Uint8Array(16)))
    const endpoint = await window.adoptSubscription({ privateKey, auth, key: applicationServerKey })
    const binary = atob(applicationServerKey.replaceAll('-', '+').replaceAll('_', '/'))
    current = {
      endpoint,
      options: { applicationServerKey: Uint8Array.from(binary, (letter) => letter.codePointAt(0)).buffer },
      toJSON: () => ({ endpoint, keys: { p256dh, auth } }),
      unsubscribe: async () => {
        current = null
        return true
      },
    }
    return current
  }
}
