/** @jsxImportSource preact */
import type { ComponentChildren } from 'preact'
import type { Language } from '#lib/text/language.ts'
import { UtcTime } from '#lib/ui/components/utc-time.tsx'
import type { SubjectView } from '../../subject-wire.ts'
import { Metres } from '../shared/metres.tsx'
import type { en } from './texts.en.ts'

interface SubjectFactsProps {
  readonly subject: SubjectView
  /** How far its region reaches. */
  readonly reachMeters: number
  /** The list in which the owner is looked for. */
  readonly path: string
  readonly language: Language
  readonly texts: typeof en
}

/** Every field of a search or an offer that its reader may see; a field without a value is left out. */
export function SubjectFacts({ subject, reachMeters, path, language, texts }: SubjectFactsProps) {
  const { facts } = texts
  const time = (at: string | undefined) => at && <UtcTime at={at} language={language} />
  const yesOrNo = (value: boolean) => (value ? texts.yes : texts.no)
  const { id, owner, text, keywords, not, wants, kind, topic, terms, place, region, images, ext } = subject
  const middle = region.circle?.centre ?? region.at
  const rows: readonly (readonly [keyof typeof facts, ComponentChildren])[] = [
    ['text', text !== '' && <span class="text">{text}</span>],
    ['keywords', keywords.join(', ')],
    ['not', not?.join(', ')],
    ['wants', kind === 'search' && texts.wants[wants]],
    ['topic', texts.topics[topic]],
    ['terms', terms && termsText(terms, language, texts)],
    ['language', subject.language && texts.languages[subject.language]],
    ['owner', <a href={`${path}?${new URLSearchParams({ owner }).toString()}`}>{owner}</a>],
    ['place', place],
    [
      'region',
      <>
        {middle !== undefined && `${middle.lat}, ${middle.lng} · `}
        <Metres value={reachMeters} language={language} />
        {region.polygon !== undefined && ` · ${texts.polygon}, ${region.polygon.length} ${facts.points}`}
      </>,
    ],
    ['showLocation', yesOrNo(subject.showLocation)],
    ['device', subject.device ?? (subject.mobile && texts.yes)],
    ['lastSeen', time(subject.lastSeen)],
    ['paused', subject.paused === true && texts.silent],
    ['allowContacts', yesOrNo(subject.allowContacts)],
    [
      'images',
      images.length > 0 &&
        images.map((image) => (
          <>
            <a href={`/assets/${encodeURIComponent(image)}/details`}>
              <img
                src={`/assets/${encodeURIComponent(image)}/iconbigger.jpg`}
                width={60}
                height={60}
                loading="lazy"
                alt={subject.imageTexts?.[image] ?? image}
              />
            </a>{' '}
          </>
        )),
    ],
    ['validFrom', time(subject.validFrom)],
    ['validUntil', time(subject.validUntil)],
    ['trusted', subject.trusted && texts.yes],
    ['created', time(subject.created)],
    ['modified', time(subject.modified)],
    ['hiddenBecause', subject.hiddenBecause],
    ['ext', ext !== undefined && Object.keys(ext).length > 0 && <code>{JSON.stringify(ext)}</code>],
    ['id', <code>{id}</code>],
  ]
  return (
    <dl class="facts">
      {rows
        .filter(([, value]) => value !== undefined && value !== false && value !== '')
        .map(([name, value]) => (
          <>
            <dt>{facts[name]}</dt>
            <dd>{value}</dd>
          </>
        ))}
    </dl>
  )
}

function termsText(
  { type, amount, currency }: NonNullable<SubjectView['terms']>,
  language: Language,
  texts: typeof en,
): string {
  if (amount === undefined || currency === undefined) return texts.terms[type]
  return new Intl.NumberFormat(language, { style: 'currency', currency }).format(amount)
}
