import {
  MongoBulkWriteError,
  MongoCompatibilityError,
  MongoError,
  MongoNetworkError,
  MongoOperationTimeoutError,
  MongoServerError,
  MongoServerSelectionError,
  MongoWriteConcernError,
} from 'mongodb'
import { messageOf } from '#lib/errors/message-of.ts'
import { StartError } from '#lib/errors/start-error.ts'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { isRecord } from '#lib/events/is-record.ts'

const DUPLICATE_KEY = 11_000
/** Unauthorized, AuthenticationFailed, and the code that Atlas uses for them. */
const REFUSED_CODES: ReadonlySet<unknown> = new Set([13, 18, 8_000])
/** The server stops, loses its primary, exceeds a time limit or has no disk space: a later retry may succeed. */
const PASSING_CODES: ReadonlySet<unknown> = new Set([
  50, 64, 91, 112, 134, 189, 202, 262, 10_107, 11_600, 11_602, 13_435, 13_436, 14_031,
])

/** True if a unique key prevented the write of a document. */
export function isDuplicateKey(error: unknown): error is MongoServerError {
  return error instanceof MongoServerError && error.code === DUPLICATE_KEY
}

/** The value that already exists in a unique key on one field; undefined for other errors. */
export function duplicateValue(error: unknown, field: string): unknown {
  if (!isDuplicateKey(error)) return undefined
  const values: unknown = error['keyValue']
  return isRecord(values) ? values[field] : undefined
}

/** True if only unique keys prevented writes of a bulk. */
export function hasOnlyDuplicates(error: unknown): error is MongoBulkWriteError {
  if (!(error instanceof MongoBulkWriteError)) return false
  const errors = Array.isArray(error.writeErrors) ? error.writeErrors : [error.writeErrors]
  const isDurable = error.result.getWriteConcernError() === undefined
  return isDurable && errors.every(({ code }) => code === DUPLICATE_KEY)
}

/** Returns an UnavailableError for errors of the server or the network; other errors unchanged. */
export function toUnavailable(error: unknown, name: string): unknown {
  if (!isPassing(error)) return error
  return new UnavailableError(`Cannot use MongoDB at ${name}: ${messageOf(error)}`, { cause: error })
}

/** Why a reachable server cannot be used, and what to do about it; undefined if it is only unavailable. */
export function toStartError(error: unknown, name: string): StartError | undefined {
  if (error instanceof StartError) return error
  const hint = hintFor(error)
  if (hint === undefined) return undefined
  return new StartError(`Cannot use MongoDB at ${name}: ${messageOf(error)}`, hint, { cause: error })
}

function hintFor(error: unknown): string | undefined {
  if (error instanceof MongoServerError && REFUSED_CODES.has(error.code)) {
    return 'Check user, password and ?authSource= in STORE_URL, and that this user may read, write and make indexes in the database.'
  }
  if (error instanceof MongoCompatibilityError) {
    return 'MongoDB 6.0 or newer is needed: upgrade it, or name another in STORE_URL.'
  }
  // The driver drops servers that answer but belong to no replica set, or to another one than the URL names.
  if (error instanceof MongoServerSelectionError && error.reason?.servers.size === 0) {
    return 'No server there belongs to the replica set that STORE_URL names: correct ?replicaSet=, or start mongod with --replSet and initiate the set.'
  }
  if (error instanceof MongoServerError && !isPassing(error)) {
    return 'Collections or indexes cannot be brought up to date: mend what the reason names, or name another database in STORE_URL.'
  }
  return undefined
}

function isPassing(error: unknown): boolean {
  if (!(error instanceof MongoError)) return false
  return (
    error instanceof MongoNetworkError ||
    error instanceof MongoOperationTimeoutError ||
    error instanceof MongoServerSelectionError ||
    error instanceof MongoWriteConcernError ||
    error.hasErrorLabel('RetryableWriteError') ||
    error.hasErrorLabel('TransientTransactionError') ||
    error.hasErrorLabel('UnknownTransactionCommitResult') ||
    REFUSED_CODES.has(error.code) ||
    PASSING_CODES.has(error.code)
  )
}
