import type { RouteFacts } from '#lib/http/define-route.ts'
import type { FrontEnd } from '#lib/http/front-end.ts'
import { isOwnPage } from '#lib/http/is-own-page.ts'
import { problemResponse, type Problem } from '#lib/http/problem.ts'
import { isFromThisMachine } from '#lib/http/this-machine.ts'
import { newId } from '#lib/ids/new-id.ts'
import { readOutbox } from '#lib/mailer/read-outbox.ts'
import type { Assets } from '#lib/ui/assets.ts'
import { outboxView } from './outbox-view.tsx'

/** Declaration of `GET /outbox`. */
export const outboxGet: RouteFacts = {
  method: 'get',
  path: '/outbox',
  access: {
    everybody: 'for a browser on this machine; the handler checks the peer, the host and the origin',
  },
}

const SHOWN_MAX = 100

const FOREIGN: Problem = {
  status: 403,
  code: 'foreign_origin',
  detail: 'The outbox is only available to a browser on this machine, at localhost or a loopback address',
}
const WRONG_METHOD: Problem = {
  status: 405,
  code: 'method_not_allowed',
  detail: 'The outbox only supports GET',
  headers: { allow: 'GET' },
}

/** Options of `answerOutbox()`. */
export interface OutboxOptions {
  /** The folder that contains the mails. */
  readonly folder: string
  readonly assets: Assets
  readonly front: FrontEnd
  readonly peerIp: string | undefined
}

/** Answers `GET /outbox`: shows the mails in a folder, newest first. It rejects other machines and pages of other sites. */
export async function answerOutbox(
  request: Request,
  { folder, assets, front, peerIp }: OutboxOptions,
): Promise<Response> {
  const { headers } = request
  const origin = headers.get('origin')
  const isOurs = origin === null || isOwnPage(origin, headers.get('host') ?? undefined)
  if (!isOurs || !isFromThisMachine(front, { headers, peerIp })) return problemResponse(FOREIGN, newId())
  if (request.method !== 'GET') return problemResponse(WRONG_METHOD, newId())
  const letters = await readOutbox(folder, SHOWN_MAX)
  return outboxView.respond(request, assets, { letters, folder })
}
