import type { en } from './texts.en.ts'
import type { WhyData } from './why-data.ts'

type CauseWords = (typeof en)['causes']['you']

/** What caused a delivery, in words. */
export function causeInWords(
  { why, content, isForOperators }: WhyData,
  texts: typeof en,
): string | undefined {
  switch (content.kind) {
    case 'match':
      return why.cause === undefined
        ? undefined
        : wordOf(texts.causes[readAs(why.cause.by, isForOperators)], why.cause.type)
    case 'digest':
      return texts.otherCauses.digest[content.why]
    case 'message':
    case 'note':
    case 'test':
    default:
      return texts.otherCauses[content.kind]
  }
}

/** For operators, the person who was told is not "you". */
function readAs<By extends string>(by: By, isForOperators: boolean): By | 'receiver' {
  return by === 'you' && isForOperators ? 'receiver' : by
}

function wordOf(words: CauseWords, type = 'unknown'): string {
  return new Map<string, string>(Object.entries(words)).get(type) ?? words.unknown
}
