import { ANONYMOUS, personOf, type Caller } from '#lib/auth/caller.ts'
import { badField, notFound } from '#lib/http/problem.ts'
import { sideOf } from '#lib/store/channel-rules.ts'
import type { Report, Reported } from '#lib/store/reports.ts'
import { maySee, showSubject } from '../show-subject.ts'
import type { ReportPorts } from './options.ts'

/** Whose thing is reported, and how it is now. */
export type Found = Pick<Report, 'owner' | 'evidence'>

type FindPorts = Pick<ReportPorts, 'subjects' | 'channels'>

const MESSAGES_MAX = 20

/**
 * The thing that a caller wants to report. Whether there is such a picture or such a person is not looked up: storage has neither of them.
 *
 * @throws {ProblemError} 404 when there is no such thing, or the caller may not know it; 400 when it is their own.
 */
export async function findReported(ports: FindPorts, about: Reported, caller: Caller): Promise<Found> {
  const found = await find(ports, about, caller)
  if (found.owner !== undefined && found.owner === personOf(caller))
    throw badField('about.id', 'must not be yourself or your own')
  return found
}

async function find(ports: FindPorts, about: Reported, caller: Caller): Promise<Found> {
  if (about.type === 'subject') return findSubject(ports, about.id, caller)
  if (about.type === 'message') return findMessage(ports, about, caller)
  return { evidence: {}, ...(about.type === 'person' && { owner: about.id }) }
}

async function findSubject(
  { subjects }: Pick<ReportPorts, 'subjects'>,
  id: string,
  caller: Caller,
): Promise<Found> {
  const subject = await subjects.find(id)
  if (subject === undefined || !maySee(caller, subject, Date.now())) throw notFound('search or offer')
  return { owner: subject.owner, evidence: { subject: showSubject(subject, ANONYMOUS) } }
}

/** A message, with the last ones of its channel. Only its two people can report it, because operators read all of them. */
async function findMessage(
  { channels }: Pick<ReportPorts, 'channels'>,
  about: Reported,
  caller: Caller,
): Promise<Found> {
  const { id, channel: place = '' } = about
  if (caller.role !== 'person') throw notFound('message')
  const channel = await channels.find(place)
  if (channel === undefined || sideOf(channel, caller.person) === undefined) throw notFound('message')
  const message = await channels.message(channel.id, id)
  if (message === undefined) throw notFound('message')
  const last = await channels.messages(channel.id, MESSAGES_MAX)
  const isAmong = last.some((each) => each.id === id)
  return { owner: message.from, evidence: { messages: isAmong ? last : [...last, message] } }
}
