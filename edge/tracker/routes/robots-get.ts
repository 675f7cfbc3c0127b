import { OPEN_HEADERS } from '../answer.ts'
import type { Answer } from '../timed.ts'

/** `GET /robots.txt`: keeps crawlers from making events. */
export const getRobots: Answer = (c) => c.text('User-agent: *\nDisallow: /\n', 200, OPEN_HEADERS)
