import type { Handler } from 'hono'

/** `GET /robots.txt`: keeps crawlers from making events. */
export const getRobots: Handler = (c) => c.text('User-agent: *\nDisallow: /\n')
