import type { RouteFacts } from '#lib/http/define-route.ts'

/** `GET /livez`: whether the process is alive. */
export const livez: RouteFacts = {
  method: 'get',
  path: '/livez',
  access: { everybody: 'orchestrators call it; it only says that the process is alive' },
}

/** `GET /readyz`: whether the station can do its work. If not, the answer names the missing dependency. */
export const readyz: RouteFacts = {
  method: 'get',
  path: '/readyz',
  access: {
    everybody: 'orchestrators and load balancers call it; it names what is unavailable, without an address',
  },
}
