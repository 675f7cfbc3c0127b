import { ANONYMOUS, type Caller } from '#lib/auth/caller.ts'
import { identify } from '#lib/auth/identify.ts'
import type { Delivered } from '../delivered.ts'
import type { TrackerOptions } from '../options.ts'
import { keyOfBasic, namesApp } from '../write-keys/find-write-key.ts'

/** Who sends a call, by its Authorization header. */
export interface Sender {
  /** A promise only if a token or a password must be verified. It rejects with a `ProblemError` 401 if that fails. */
  readonly caller: Caller | Promise<Caller>
  /** The write key in the header, if it holds one. */
  readonly basicKey: string | undefined
}

const UNKNOWN_SENDER: Sender = { caller: ANONYMOUS, basicKey: undefined }

/** Creates the first step: it identifies the sender of a call. */
export function createSenderIdentifier({
  identifier,
  writeKeys,
}: Pick<TrackerOptions, 'identifier' | 'writeKeys'>): (delivered: Delivered) => Sender {
  return function identifySender({ request, phone }) {
    // A phone sends a device key in this header. It is proved for each event.
    const authorization = phone === undefined ? request.headers.get('authorization') : null
    if (authorization === null) return UNKNOWN_SENDER
    const basicKey = writeKeys === undefined ? undefined : keyOfBasic(authorization)
    const isNobody = writeKeys === undefined ? namesApp(authorization) : basicKey !== undefined
    return { caller: isNobody ? ANONYMOUS : identify(authorization, identifier), basicKey }
  }
}
