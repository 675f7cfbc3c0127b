import type { Environment } from '#lib/config/read-config.ts'

const SERVICE_LINK = /^(?:tcp|udp|sctp):\/\/[^/]+:\d{1,5}$/u

/**
 * True for what Kubernetes puts into the variable `<NAME>_PORT` of every container, for each service beside it.
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
 * An environment without these variables: beside a service called "web", `WEB_PORT` says nothing about the port to listen on.
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
