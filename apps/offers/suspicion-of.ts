/** The numbers of items that a run saw in its source. */
export interface SourceSize {
  /** Number of different keys. */
  readonly items: number
  readonly refused: number
  /** Number of items without a readable key. */
  readonly unnamed: number
}

/** The numbers that decide whether offers may be removed. */
export interface Evidence {
  /** The source in this run. */
  readonly found: SourceSize & { readonly given: number }
  /** Number of stored offers that are missing in the source. */
  readonly vanished: number
  /** The source in the last good or approved run; undefined when there is none. */
  readonly good: SourceSize | undefined
  /** Number of stored offers. */
  readonly stored: number
}

/** At most a tenth of the items may be refused. */
const REFUSED_SHARE = 10

/**
 * The reason why a source looks broken rather than changed, so that no offer may be removed; undefined when it looks good.
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

/** The reason why the number of offers looks too small. A second run with the same offers removes this suspicion. */
function whyTooFew({ found: { items }, good, stored }: Evidence): string | undefined {
  const before = good?.items ?? stored
  if (items === 0 && good?.items !== 0) return 'the source has no offers'
  if (items * 2 < before) {
    return `the source has ${items} offers, fewer than half of the previous ${before}`
  }
  return undefined
}

/**
 * The reason why the items look unreadable. They may be any of the stored offers, also in later runs, so only an operator
 * can approve them.
 */
export function whyUnreadable({ found, vanished, good }: Evidence): string | undefined {
  const { given, refused, unnamed } = found
  // After an operator approved more refusals, the same number is allowed again.
  const usual =
    good !== undefined && good.refused * REFUSED_SHARE > good.items + good.unnamed ? good.refused : 0
  if (refused * REFUSED_SHARE > given && refused > usual) {
    return `${refused} of ${given} items were refused, more than a tenth`
  }
  if (unnamed > (good?.unnamed ?? 0) && vanished > 0) {
    return `${unnamed} items have no readable "key": they may be some of the ${vanished} stored offers that are missing in the source`
  }
  return undefined
}
