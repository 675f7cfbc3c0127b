import type { Environment } from '#lib/config/read-config.ts'

const SERVICE_LINK = /^(?:tcp|udp|sctp):\/\/[^/]+:\d{1,5}$/u

/**
 * True for the value that Kubernetes gives the variable `<NAME>_PORT` in every container, for each service in the namespace.
 *
 * @example
 * ```ts
 * isServiceLink('tcp://10.0.0.1:5123') // => true
 * isServiceLink('5123') // => false
 * ```
 */
export function isServiceLink(value: string): boolean {
  return SERVICE_LINK.test(value)
}

/**
 * Removes these variables from an environment. If there is a service named "web", `WEB_PORT` is not the port to listen on.
 *
 * @example
 * ```ts
 * withoutServiceLinks({ WEB_PORT: 'tcp://10.0.0.1:5123', HOST: '::1' }) // => { HOST: '::1' }
 * ```
 */
export function withoutServiceLinks(environment: Environment): Environment {
  return Object.fromEntries(
    Object.entries(environment).filter(
      ([name, value = '']) => !name.endsWith('_PORT') || !isServiceLink(value),
    ),
  )
}
