/** @jsxImportSource preact */
import type { DeliveryContent } from '#lib/store/deliveries.ts'
import type { Language } from '#lib/text/language.ts'
import { UtcTime } from '#lib/ui/components/utc-time.tsx'
import { DeliveryReason } from '../shared/delivery-reason.tsx'
import { DeliveryStateMark } from '../shared/delivery-state.tsx'
import { causeInWords } from './cause-in-words.ts'
import { MatchLinks } from './match-links.tsx'
import type { en } from './texts.en.ts'
import type { Said, WhyData } from './why-data.ts'

interface WhyFactsProps {
  readonly data: WhyData
  readonly language: Language
  readonly texts: typeof en
}

/** What rang, what caused it, and what became of it. */
export function WhyFacts({ data, language, texts }: WhyFactsProps) {
  const { why, content, said, isForOperators } = data
  const words = said?.[language]
  const rows = [
    [texts.what, texts.kinds[why.kind]],
    [texts.said, words && <Words {...words} />],
    [texts.match, <MatchLinks content={content} texts={texts} />, hasMatch(content)],
    [texts.cause, causeInWords(data, texts)],
    [texts.when, why.cause && <UtcTime at={why.cause.time} language={language} />],
    [texts.state, <DeliveryStateMark state={why.state} texts={texts} />],
    [texts.reason, why.reason && <DeliveryReason reason={why.reason} texts={texts} />],
    [
      texts.digest,
      why.digest && <a href={`/deliveries/${encodeURIComponent(why.digest)}/why`}>{texts.openDigest}</a>,
    ],
    [texts.attempts, why.attempts, why.attempts > 0],
    [texts.user, <span class="value">{why.user}</span>, isForOperators],
    [texts.device, <Device id={why.device_id} isLink={isForOperators} />],
    [texts.channel, <span class="value">{why.channel}</span>],
    [texts.event, why.cause?.id && <code class="value">{`${why.cause.source ?? ''} ${why.cause.id}`}</code>],
    [texts.trace, why.trace_id && <code class="value">{why.trace_id}</code>],
  ] as const
  return (
    <dl class="facts">
      {rows
        .filter(([, value, isShown = true]) => isShown && value !== undefined && value !== '')
        .map(([name, value]) => (
          <>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </>
        ))}
    </dl>
  )
}

function Words({ title, body }: Said) {
  return (
    <>
      <strong>{title}</strong>
      {body !== '' && (
        <>
          <br />
          <span class="text">{body}</span>
        </>
      )}
    </>
  )
}

function Device({ id, isLink }: { readonly id: string; readonly isLink: boolean }) {
  return isLink ? (
    <a class="value" href={`/mappings/${encodeURIComponent(id)}`}>
      {id}
    </a>
  ) : (
    <span class="value">{id}</span>
  )
}

function hasMatch({ kind }: DeliveryContent): boolean {
  return kind === 'match' || kind === 'message'
}
