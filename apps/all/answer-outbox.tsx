/** @jsxImportSource hono/jsx */
import { htmlPage } from '#lib/http/html-page.ts'
import { isOwnPage } from '#lib/http/is-own-page.ts'
import { problemResponse, type Problem } from '#lib/http/problem.ts'
import { newId } from '#lib/ids/new-id.ts'
import { readOutbox } from '#lib/mailer/read-outbox.ts'
import { OutboxPage } from './outbox-page.tsx'

const SHOWN_MAX = 100

const FOREIGN: Problem = {
  status: 403,
  code: 'foreign_origin',
  detail: 'The outbox is shown to a browser on this machine only, at localhost or a number',
}
const WRONG_METHOD: Problem = {
  status: 405,
  code: 'method_not_allowed',
  detail: 'The outbox can only be looked at',
  headers: { allow: 'GET' },
}

/** `GET /outbox`: the mails in a folder, the newest first. */
export async function answerOutbox(folder: string, request: Request): Promise<Response> {
  if (!isFromHere(request.headers)) return problemResponse(FOREIGN, newId())
  if (request.method !== 'GET') return problemResponse(WRONG_METHOD, newId())
  const letters = await readOutbox(folder, SHOWN_MAX)
  return htmlPage(<OutboxPage letters={letters} folder={folder} />)
}

/** False for a name that anybody could point here, for pages of others, and for whatever a proxy passed on. */
function isFromHere(headers: Headers): boolean {
  const host = headers.get('host') ?? ''
  const isPassedOn = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host'].some((name) =>
    headers.has(name),
  )
  return !isPassedOn && isOwnPage(headers.get('origin') ?? `http://${host}`, host)
}
