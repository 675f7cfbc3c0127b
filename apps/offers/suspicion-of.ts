/** What a run saw of its source. */
export interface SourceSize {
  /** Different keys it named. */
  readonly items: number
  readonly refused: number
  /** Items without a key that can be read. */
  readonly unnamed: number
}

/** What is looked at before anything is taken back. */
export interface Evidence {
  /** The source in this run. */
  readonly found: SourceSize & { readonly given: number }
  /** How many stored offers it does not name. */
  readonly vanished: number
  /** The source in the last good run, or in a suspect one that an operator stands by; undefined where there is none. */
  readonly good: SourceSize | undefined
  /** Offers that are stored. */
  readonly stored: number
}

/** A tenth of the items may be refused. */
const REFUSED_SHARE = 10

/**
 * Why a source looks broken rather than changed, so that nothing is to be taken back; undefined where it looks well.
 *
 * @example
 * ```ts
 * const good = { items: 10, refused: 0, unnamed: 0 }
 * suspicionOf({ found: { ...good, given: 10 }, vanished: 3, good, stored: 10 }) // => undefined
 * ```
 */
export function suspicionOf(evidence: Evidence): string | undefined {
  return whyTooFew(evidence) ?? whyUnreadable(evidence)
}

/** Why its offers look too few. A second run that is given the same shows that it is so. */
function whyTooFew({ found: { items }, good, stored }: Evidence): string | undefined {
  const before = good?.items ?? stored
  if (items === 0 && good?.items !== 0) return 'the source named no offer'
  if (items * 2 < before) {
    return `the source named ${items} offers, fewer than half of the ${before} that there were`
  }
  return undefined
}

/**
 * Why its items look as if nobody could read them any more, be it as often as it likes: nobody can tell which of the stored
 * offers they are. Only an operator can stand by that.
 */
export function whyUnreadable({ found, vanished, good }: Evidence): string | undefined {
  const { given, refused, unnamed } = found
  // Where an operator stood by more, as many may be refused again.
  const usual =
    good !== undefined && good.refused * REFUSED_SHARE > good.items + good.unnamed ? good.refused : 0
  if (refused * REFUSED_SHARE > given && refused > usual) {
    return `${refused} of ${given} items were refused, more than a tenth`
  }
  if (unnamed > (good?.unnamed ?? 0) && vanished > 0) {
    return `${unnamed} items have no "key" that can be read: they may be some of the ${vanished} offers that the source does not name`
  }
  return undefined
}
