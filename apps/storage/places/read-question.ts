/** A question as people write it. */
export interface Question {
  /** The place, without what comes after a comma. */
  readonly head: string
  /** What comes after the first comma: it may be the state or the country. */
  readonly tail: string | undefined
}

const COUNTRIES: Readonly<Record<string, string>> = { A: 'AT', D: 'DE', FL: 'LI' }
const WITH_COUNTRY = /^(A|AT|CH|D|DE|FL|LI)[- ] ?(\d.*)$/iu

/** Reads a question: "D-10115" means the same as "10115, DE". */
export function readQuestion(text: string): Question {
  const [, letters = '', code] = WITH_COUNTRY.exec(text.trim()) ?? []
  if (code !== undefined) {
    const country = letters.toUpperCase()
    return { head: code, tail: COUNTRIES[country] ?? country }
  }
  const comma = text.indexOf(',')
  if (comma === -1) return { head: text.trim(), tail: undefined }
  return { head: text.slice(0, comma).trim(), tail: text.slice(comma + 1).trim() }
}
