import type { Context } from 'hono'
import type { AppEnv } from '#lib/http/app-env.ts'
import { digestOf, jsonWithEtag, textWithEtag } from '#lib/http/conditional.ts'
import { MEDIA_TYPES } from '#lib/http/wanted-format.ts'
import type { Rings } from '#lib/service-client/ask-rings.ts'
import type { Subject } from '#lib/subjects/subject.ts'
import { featureOf } from './formats/feature-of.ts'
import { showSubject } from './show-subject.ts'

/** Answers a read of a subject: JSON as the caller may see it, or a Feature of GeoJSON; or 304. */
export function answerRead(c: Context<AppEnv>, subject: Subject, format: 'json' | 'geojson') {
  const shown = showSubject(subject, c.get('caller'))
  const options = { etagOf: (text: string) => etagOf(subject, text) }
  if (format === 'json') return jsonWithEtag(c, shown, options)
  return textWithEtag(c, { type: MEDIA_TYPES.geojson, text: JSON.stringify(featureOf(shown)) }, options)
}

/** Answers a write: the subject as its writer sees it, with the ETag that a read would have. */
export function answerWritten<const Status extends 200 | 201>(
  c: Context<AppEnv>,
  subject: Subject,
  status: Status,
  headers: Readonly<Record<string, string>> = {},
) {
  const shown = showSubject(subject, c.get('caller'))
  return c.json(shown, status, { ...headers, etag: etagOf(subject, JSON.stringify(shown)) })
}

/** Answers a creation like a write, with how its owner is told of matches. The ETag is that of a read, which does not say this. */
export function answerCreated(
  c: Context<AppEnv>,
  subject: Subject,
  { location, rings }: { readonly location: string; readonly rings: Rings | undefined },
) {
  const shown = showSubject(subject, c.get('caller'))
  const etag = etagOf(subject, JSON.stringify(shown))
  return c.json({ ...shown, ...(rings !== undefined && { rings }) }, 201, { location, etag })
}

/** The version, which edits of the owner change, and a digest of what the caller sees, which also changes when the device moves. */
function etagOf({ version }: Subject, text: string): string {
  return `"${version}-${digestOf(text)}"`
}
