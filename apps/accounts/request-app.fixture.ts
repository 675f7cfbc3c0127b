import type { App } from '#lib/http/create-app.ts'

/** A call from a client. */
export interface Asked {
  readonly json?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** Calls `METHOD /path` of an app from this machine. */
export async function requestApp(
  app: App,
  methodAndPath: string,
  { json, headers = {} }: Asked = {},
): Promise<Response> {
  const [method = '', path = ''] = methodAndPath.split(' ')
  const isJson = json !== undefined
  return app.request(
    path,
    {
      method,
      headers: { host: 'localhost', ...(isJson && { 'content-type': 'application/json' }), ...headers },
      ...(isJson && { body: JSON.stringify(json) }),
    },
    { peerIp: '127.0.0.1' },
  )
}
